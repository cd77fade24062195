/* The terminal: is it one, how wide, may it have colours; and the one question that destroying asks. */
#include "cli/terminal.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { USUAL_WIDTH = 80, LEAST_WIDTH = 20, MOST_WIDTH = 10000 };

bool cs_terminal_colors(int fd, enum cs_color wish)
{
    if (wish != CS_COLOR_AUTO)
        return wish == CS_COLOR_ALWAYS;
    const char *refused = getenv("NO_COLOR"), *kind = getenv("TERM");
    if (refused && refused[0])
        return false;
    return kind && kind[0] && strcmp(kind, "dumb") != 0 && isatty(fd);
}

/* COLUMNS as a shell or a person sets it: digits only, or it does not count. */
static size_t columns_said(void)
{
    const char *said = getenv("COLUMNS");
    if (!said || !said[0] || said[strspn(said, "0123456789")] || strlen(said) > 5)
        return 0;
    size_t columns = strtoul(said, NULL, 10);
    return columns && columns <= MOST_WIDTH ? columns : 0;
}

size_t cs_terminal_width(int fd)
{
    size_t columns = columns_said();
    struct winsize size;
    if (!columns && ioctl(fd, TIOCGWINSZ, &size) == 0)
        columns = size.ws_col;
    if (!columns)
        columns = USUAL_WIDTH;
    return columns < LEAST_WIDTH ? LEAST_WIDTH : columns;
}

static bool is_yes(const char *answer)
{
    static const char *const yes[] = { "y", "yes", "是", "是的", "Y", "YES", "Yes", NULL };
    for (size_t i = 0; yes[i]; i++)
        if (strcmp(answer, yes[i]) == 0)
            return true;
    return false;
}

bool cs_terminal_ask(const char *question)
{
    if (!isatty(STDIN_FILENO))
        return false;
    fprintf(stderr, "%s [y/N] ", question);
    fflush(stderr);
    char answer[64];
    /* The terminal itself is read, not the stream: nothing may be read ahead of the records that follow. */
    ssize_t length = read(STDIN_FILENO, answer, sizeof answer - 1);
    if (length <= 0) {
        fputc('\n', stderr);
        return false;
    }
    answer[length] = '\0';
    answer[strcspn(answer, "\r\n")] = '\0';
    char *word = answer + strspn(answer, " \t");
    word[strcspn(word, " \t")] = '\0';
    return is_yes(word);
}
