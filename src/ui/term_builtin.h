#ifndef UI_TERM_BUILTIN_H
#define UI_TERM_BUILTIN_H

/*
 * Descriptions of the commonest terminals, for a machine whose terminfo has
 * none: bare containers, a new terminal on an old system. curses takes such
 * an entry from the variable TERMINFO.
 */
struct term_builtin {
    const char *prefix; /* of the names that it stands for */
    const char *like;   /* a name that terminfo may have instead */
    const char *name;   /* that of the entry */
    const char *entry;  /* for TERMINFO */
};

/* What stands for the terminal of that name; NULL: nothing. */
const struct term_builtin *term_builtin_find(const char *name);

#endif
