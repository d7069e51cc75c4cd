#ifndef TRANSCRIPT_MASK_STATE_H
#define TRANSCRIPT_MASK_STATE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/span.h"
#include "transcript/mask.h"
#include "transcript/text_table.h"

/*
 * The inside of a mask, for the files that make one up: what it knows of the
 * place, and how a piece of text is written so that it may be shared.
 */
struct mask {
    struct arena arena;
    const struct run *run;
    struct mask_options options;
    struct aliases *aliases;
    bool owns_aliases;
    struct text_table open_texts; /* of certificates that are public */
    struct text_table open_words; /* of those texts */
    struct text_table issuers;    /* organisations in forged issuers */
    struct text_table clean;      /* words that hold no original, by when */
    struct text_table own;        /* words and hosts: the program's or not */
    struct text_table domains;    /* "corp.example": all in it are hidden */
    struct address **kept;        /* addresses of the services */
    size_t kept_count;
    const char **names; /* whole names that are made of common words only */
    size_t name_count;
    const char **words; /* originals that are looked for within words */
    size_t word_count;
    size_t words_from; /* of the aliases: those that were looked at */
    bool counting;     /* what is replaced is listed for the preview */
    struct text_table replaced;
    struct mask_replacement **replacements;
    size_t replacement_count;
    struct mask_replacement *list;
};

/* How much of a text is hidden. */
enum mask_zeal {
    ZEAL_KNOWN,  /* only what is known by now */
    ZEAL_SEARCH, /* and what looks like a name of somebody's place */
    ZEAL_STRICT, /* and every word that is not one of the program's */
};

enum {
    SHORTEST_WITHIN = 5, /* an original of so many bytes hides a whole word */
    SHORTEST_BESIDE_DIGITS = 4, /* one of so many beside digits: "acme01" */
    SHORTEST_WORD = 2,
};

/* Letters and digits of ASCII, and all beyond it. */
bool mask_is_word_sign(char sign);
struct span mask_word_at(struct span text);

/*
 * The text of a span, in the mask's arena. For short-lived questions that is
 * a waste; but words are few and short.
 */
const char *mask_span_text(struct mask *mask, struct span span);

/* As own_words_has and own_words_has_host, which take longer to find out. */
bool mask_is_own_word(struct mask *mask, struct span word);
bool mask_is_own_host(struct mask *mask, struct span host);

/* A word; an alias stays, and one of the program's unless it is forced. */
void mask_append_word(struct mask *mask, struct buffer *out, const char *stem,
                      struct span word, bool force);

/* As far as it is known, or holds what is known; a copy otherwise. */
void mask_append_known_word(struct mask *mask, struct buffer *out,
                            struct span word);

/* Every word of the text, whatever stands between them. */
void mask_append_words(struct mask *mask, struct buffer *out, const char *stem,
                       struct span text, bool force);

/*
 * A host name: public ones stay. With `force` the label that says whose it is
 * becomes an alias even when it is a common word.
 */
void mask_append_host(struct mask *mask, struct buffer *out, struct span host,
                      bool force);

/* From the label that says whose the host is: "corp.example". */
struct span mask_domain_of(struct span host);

/* A text of hosts and addresses: "*.corp.example, 10.0.0.0/8". */
void mask_append_hosts(struct mask *mask, struct buffer *out,
                       struct span text);

/*
 * The address that the text begins with: how many bytes it has, 0 when it
 * begins with none. What follows must not be a part of it.
 */
size_t mask_address_at(struct span text, struct address *address);
void mask_append_address(struct mask *mask, struct buffer *out,
                         struct span text, const struct address *address,
                         bool known_only);

/* Any text. */
void mask_append_text(struct mask *mask, struct buffer *out, struct span text,
                      enum mask_zeal zeal);

/* A name, a number or a fingerprint of a certificate; NULL for all of it. */
bool mask_append_certificate(struct mask *mask, struct buffer *out,
                             const char *text);

/* Reads the whole run: what is reserved, what stays, what is hidden. */
void mask_learn(struct mask *mask);

/* Fills what is public of certificates, and who forges them. */
void mask_learn_certificates(struct mask *mask);

/* From now on each of its words says nothing. */
void mask_open_words(struct mask *mask, struct span text);

/* A word of the program's, of a public certificate or a public host. */
bool mask_word_is_open(struct mask *mask, struct span word);
bool mask_words_are_open(struct mask *mask, struct span text);

/* Whether the original is looked for in texts and in what was written. */
bool mask_word_is_searched(struct mask *mask, const char *original);

/* The original that the word holds; NULL: none. */
const char *mask_word_holds(struct mask *mask, const char *word);

/* One more use, for the preview. */
void mask_note(struct mask *mask, const char *kind, struct span original,
               const char *alias);

bool mask_address_is_kept(const struct mask *mask,
                          const struct address *address);

/* Whether it has an alias by now. */
bool mask_address_is_hidden(const struct mask *mask,
                            const struct address *address);

/*
 * What was written as it would be read: without the escapes of JSON, C, HTML,
 * URLs and terminals; without markup; with its lines joined. Each appends.
 */
void mask_undo_escapes(struct span text, struct buffer *out);
void mask_undo_markup(struct span text, struct buffer *out);
void mask_undo_breaks(struct span text, struct buffer *out);

#endif
