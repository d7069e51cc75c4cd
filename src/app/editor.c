#include "app/editor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/safe_text.h"

enum {
    LONGEST_TEXT = 256 * 1024,
    FILE_MODE = 0600,
    CANNOT_BEGIN = 127,
};

static const char file_name[] = "text.txt";

/* The words of a command. */

/* One character of a word goes from `from` to `to`; false: not closed. */
static bool
word_take_quoted(const char **from, char **to)
{
    char quote = *(*from)++;

    while (**from != '\0' && **from != quote) {
        if (quote == '"' && **from == '\\' && (*from)[1] != '\0')
            (*from)++;
        *(*to)++ = *(*from)++;
    }
    if (**from != quote)
        return false;
    (*from)++;
    return true;
}

static bool
word_take(const char **from, char **to)
{
    while (**from != '\0' && **from != ' ' && **from != '\t') {
        if (**from == '\'' || **from == '"') {
            if (!word_take_quoted(from, to))
                return false;
            continue;
        }
        if (**from == '\\' && (*from)[1] != '\0')
            (*from)++;
        *(*to)++ = *(*from)++;
    }
    *(*to)++ = '\0';
    return true;
}

char **
editor_words(const char *command, char **memory)
{
    size_t length = strlen(command);
    char **words = memory_new(length + 2, sizeof *words);
    char *to = memory_new(length + 2, 1);
    size_t count = 0;
    bool good = true;

    *memory = to;
    for (command += strspn(command, " \t"); good && *command != '\0';
         command += strspn(command, " \t")) {
        words[count++] = to;
        good = word_take(&command, &to);
    }
    if (good && count > 0)
        return words;
    free(words);
    free(*memory);
    *memory = NULL;
    return NULL;
}

/* The place of the text. */

struct place {
    struct buffer directory;
    struct buffer file;
};

static bool
place_make(struct place *place, struct error *error)
{
    const char *usual = getenv("TMPDIR");

    buffer_printf(&place->directory, "%s/cdsdoctor-XXXXXX",
                  usual != NULL && usual[0] == '/' ? usual : "/tmp");
    if (mkdtemp(place->directory.data) == NULL)
        return error_set_errno(error, errno, "cannot make %s",
                               buffer_text(&place->directory));
    buffer_printf(&place->file, "%s/%s", buffer_text(&place->directory),
                  file_name);
    return true;
}

/* With whatever the editor left beside it. */
static void
place_remove(struct place *place)
{
    DIR *directory = opendir(buffer_text(&place->directory));
    const struct dirent *entry;

    while (directory != NULL && (entry = readdir(directory)) != NULL)
        unlinkat(dirfd(directory), entry->d_name, 0);
    if (directory != NULL)
        closedir(directory);
    rmdir(buffer_text(&place->directory));
    buffer_release(&place->directory);
    buffer_release(&place->file);
}

static bool
place_write(const struct place *place, const struct buffer *text,
            struct error *error)
{
    int file = open(buffer_text(&place->file),
                    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
    size_t done = 0;
    bool good = file >= 0;

    while (good && done < text->length) {
        ssize_t wrote = write(file, text->data + done, text->length - done);

        if (wrote < 0 && errno == EINTR)
            continue;
        good = wrote >= 0;
        done += good ? (size_t)wrote : 0;
    }
    if (file >= 0)
        good = close(file) == 0 && good;
    return good || error_set_errno(error, errno, "cannot write %s",
                                   buffer_text(&place->file));
}

static bool
file_take(int file, struct buffer *bytes)
{
    char chunk[4096];
    ssize_t taken = 1;

    while (taken != 0 && bytes->length <= LONGEST_TEXT) {
        taken = read(file, chunk, sizeof chunk);
        if (taken < 0 && errno != EINTR)
            return false;
        if (taken > 0)
            buffer_append(bytes, chunk, (size_t)taken);
    }
    return true;
}

static bool
place_read(const struct place *place, struct buffer *bytes,
           struct error *error)
{
    int file = open(buffer_text(&place->file),
                    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat status;
    bool good = false;

    if (file < 0 || fstat(file, &status) != 0)
        error_set_errno(error, errno, "cannot read what was edited");
    else if (!S_ISREG(status.st_mode))
        error_set(error, ERROR_DATA, "what was edited is no file any more");
    else if (!file_take(file, bytes))
        error_set_errno(error, errno, "cannot read what was edited");
    else if (bytes->length > LONGEST_TEXT)
        error_set(error, ERROR_LIMIT,
                  "what was edited is too long: at most "
                  "256 kB");
    else
        good = true;
    if (file >= 0)
        close(file);
    return good;
}

/* The editor. */

static const char *
editor_command(void)
{
    const char *visual = getenv("VISUAL");
    const char *editor = getenv("EDITOR");

    if (visual != NULL && *visual != '\0')
        return visual;
    return editor != NULL && *editor != '\0' ? editor : NULL;
}

/* What the signals of a program are when its shell starts it. */
static void
child_reset_signals(void)
{
    static const int numbers[] = { SIGINT,  SIGQUIT, SIGPIPE, SIGTSTP,
                                   SIGTERM, SIGHUP,  SIGSEGV, SIGBUS,
                                   SIGILL,  SIGFPE,  SIGABRT };
    sigset_t none;

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        signal(numbers[i], SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Without a wish of the operator, what a system usually has. */
static void
child_run(char **words, size_t count, const char *path)
{
    static const char *const usual[] = { "editor", "nano", "vi" };
    char *file = strdup(path);

    child_reset_signals();
    if (count > 0) {
        words[count] = file;
        words[count + 1] = NULL;
        execvp(words[0], words);
        _exit(CANNOT_BEGIN);
    }
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        execlp(usual[i], usual[i], file, (char *)NULL);
    _exit(CANNOT_BEGIN);
}

/* One that waits, blocked, goes when it is ignored for a moment. */
static void
signal_forget(int number)
{
    signal(number, signal(number, SIG_IGN));
}

/*
 * An editor that stops stops its whole group, but one of the screen has those
 * signals blocked: so we stop ourselves, and forget the signal.
 */
static void
stop_with_child(pid_t child)
{
    raise(SIGSTOP);
    signal_forget(SIGTSTP);
    kill(child, SIGCONT);
}

static int
child_wait(pid_t child)
{
    void (*interrupt)(int) = signal(SIGINT, SIG_IGN);
    void (*quit)(int) = signal(SIGQUIT, SIG_IGN);
    int status = 0;
    pid_t ended;

    do {
        ended = waitpid(child, &status, WUNTRACED);
        if (ended == child && WIFSTOPPED(status))
            stop_with_child(child);
    } while ((ended < 0 && errno == EINTR) ||
             (ended == child && WIFSTOPPED(status)));
    /* What was typed in the editor was not meant for us. */
    signal_forget(SIGINT);
    signal_forget(SIGQUIT);
    signal(SIGINT, interrupt);
    signal(SIGQUIT, quit);
    return ended == child ? status : -1;
}

static bool
editor_run(const char *path, struct error *error)
{
    const char *command = editor_command();
    char *memory = NULL;
    char **words = command != NULL ? editor_words(command, &memory) : NULL;
    size_t count = 0;
    pid_t child;
    int status = -1;

    if (command == NULL &&
        (isatty(STDIN_FILENO) != 1 || isatty(STDOUT_FILENO) != 1))
        return error_set(error, ERROR_USAGE,
                         "an editor needs a terminal, or EDITOR one that "
                         "needs none");
    if (command != NULL && words == NULL)
        return error_set(error, ERROR_USAGE,
                         "the editor \"%s\" cannot be understood", command);
    while (words != NULL && words[count] != NULL)
        count++;
    child = fork();
    if (child == 0)
        child_run(words, count, path);
    if (child > 0)
        status = child_wait(child);
    free(words);
    free(memory);
    if (child < 0)
        return error_set_errno(error, errno, "cannot start an editor");
    if (status == 0)
        return true;
    if (status > 0 && WIFEXITED(status) && WEXITSTATUS(status) == CANNOT_BEGIN)
        return error_set(error, ERROR_SYSTEM,
                         "the editor %s could not be started; EDITOR names "
                         "another",
                         command != NULL ? command : "of this system");
    return error_set(error, ERROR_SYSTEM,
                     "the editor did not end well; the text is as it was");
}

static bool
is_blank(const struct buffer *text)
{
    return buffer_text(text)[strspn(buffer_text(text), " \t\r\n")] == '\0';
}

static bool
editor_take(const struct place *place, struct buffer *text,
            struct error *error)
{
    struct buffer bytes = { 0 };
    struct buffer safe = { 0 };
    bool good = place_read(place, &bytes, error);

    if (good) {
        safe_text_append(&safe, SAFE_PAGE, bytes.data, bytes.length,
                         (size_t)LONGEST_TEXT * 2);
        if (is_blank(&safe))
            good = error_set(error, ERROR_DATA,
                             "nothing was left of the text; it is as it was");
    }
    if (good) {
        buffer_cut(text, 0);
        buffer_append(text, safe.data, safe.length);
    }
    buffer_release(&safe);
    buffer_release(&bytes);
    return good;
}

bool
editor_edit(struct buffer *text, struct error *error)
{
    struct place place = { 0 };
    bool good = place_make(&place, error);

    if (!good) {
        buffer_release(&place.directory);
        return false;
    }
    good = place_write(&place, text, error) &&
           editor_run(buffer_text(&place.file), error) &&
           editor_take(&place, text, error);
    place_remove(&place);
    return good;
}
