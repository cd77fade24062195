/* Terminals: colour, width, the question, progress. A pseudo-terminal stands in for a person's. */
#include "cli-fixture.h"
#include "cli/terminal.h"

#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void plain_environment(void)
{
    unsetenv("NO_COLOR");
    unsetenv("COLUMNS");
    setenv("TERM", "xterm", 1);
}

/* A terminal of that width; the near end is the program's. */
static int open_terminal(int columns, int *near)
{
    struct winsize size = { .ws_row = 24, .ws_col = (unsigned short)columns };
    int far;
    if (openpty(&far, near, NULL, NULL, &size) != 0) {
        printf("Bail out! no pseudo-terminal\n");
        exit(1);
    }
    return far;
}

/* ------------------------------------------------------------------ colour */

CS_TEST(wishes, "always and never win over everything")
{
    plain_environment();
    int near, far = open_terminal(80, &near), null = open("/dev/null", O_WRONLY);
    setenv("NO_COLOR", "1", 1);
    CHECK(cs_terminal_colors(null, CS_COLOR_ALWAYS));
    CHECK(cs_terminal_colors(near, CS_COLOR_ALWAYS));
    unsetenv("NO_COLOR");
    CHECK(!cs_terminal_colors(near, CS_COLOR_NEVER));
    close(near);
    close(far);
    close(null);
}

CS_TEST(automatic, "else a terminal has colours, a file none")
{
    plain_environment();
    int near, far = open_terminal(80, &near), null = open("/dev/null", O_WRONLY);
    CHECK(cs_terminal_colors(near, CS_COLOR_AUTO));
    CHECK(!cs_terminal_colors(null, CS_COLOR_AUTO));
    close(near);
    close(far);
    close(null);
}

CS_TEST(no_color, "NO_COLOR counts unless it is empty; TERM=dumb and no TERM count")
{
    plain_environment();
    int near, far = open_terminal(80, &near);
    setenv("NO_COLOR", "1", 1);
    CHECK(!cs_terminal_colors(near, CS_COLOR_AUTO));
    setenv("NO_COLOR", "", 1);
    CHECK(cs_terminal_colors(near, CS_COLOR_AUTO));
    setenv("TERM", "dumb", 1);
    CHECK(!cs_terminal_colors(near, CS_COLOR_AUTO));
    unsetenv("TERM");
    CHECK(!cs_terminal_colors(near, CS_COLOR_AUTO));
    plain_environment();
    close(near);
    close(far);
}

/* ------------------------------------------------------------------ width */

CS_TEST(width, "the width is COLUMNS, else the window's, else 80")
{
    plain_environment();
    int near, far = open_terminal(132, &near), null = open("/dev/null", O_WRONLY);
    CHECK_INT(cs_terminal_width(near), 132);
    CHECK_INT(cs_terminal_width(null), 80);
    setenv("COLUMNS", "60", 1);
    CHECK_INT(cs_terminal_width(near), 60);
    CHECK_INT(cs_terminal_width(null), 60);
    close(near);
    close(far);
    close(null);
}

CS_TEST(bad_columns, "nonsense in COLUMNS does not count, and there is a least width")
{
    static const char *const words[] = { "", "wide", "60x", "-60", "0", "99999999999", " 60" };
    int null = open("/dev/null", O_WRONLY);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        setenv("COLUMNS", words[i], 1);
        CHECK_THAT(cs_terminal_width(null) == 80, "COLUMNS=%s gave %zu", words[i], cs_terminal_width(null));
    }
    setenv("COLUMNS", "3", 1);
    CHECK_INT(cs_terminal_width(null), 20);
    plain_environment();
    close(null);
}

CS_TEST(no_window, "a terminal that does not know its width has 80 columns")
{
    plain_environment();
    int near, far = open_terminal(0, &near);
    CHECK_INT(cs_terminal_width(near), 80);
    close(near);
    close(far);
}

/* ------------------------------------------------------------------ the question */

/* What a child says that is asked at a terminal where `typed` was typed; *shown is what it saw on stderr. */
static bool ask(const char *typed, char *shown, size_t size)
{
    int near, far = open_terminal(80, &near), said[2];
    if (pipe(said) != 0)
        return false;
    ssize_t typed_bytes = write(far, typed, strlen(typed));
    pid_t child = fork();
    if (child == 0) {
        dup2(near, STDIN_FILENO);
        dup2(said[1], STDERR_FILENO);
        _exit(cs_terminal_ask("Erase 3 people?") ? 42 : 7);
    }
    close(said[1]);
    int status = 0;
    waitpid(child, &status, 0);
    ssize_t length = read(said[0], shown, size - 1);
    shown[length > 0 ? length : 0] = '\0';
    close(said[0]);
    close(near);
    close(far);
    CHECK(typed_bytes == (ssize_t)strlen(typed));
    CHECK(WIFEXITED(status) && (WEXITSTATUS(status) == 42 || WEXITSTATUS(status) == 7));
    return WIFEXITED(status) && WEXITSTATUS(status) == 42;
}

CS_TEST(yes, "y, yes and 是 are a yes")
{
    static const char *const words[] = { "y\n", "yes\n", "Y\n", "YES\n", "是\n", "  y \n" };
    char shown[200];
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        CHECK_THAT(ask(words[i], shown, sizeof shown), "%s", words[i]);
    CHECK_TEXT(shown, "Erase 3 people? [y/N] ");
}

CS_TEST(no, "everything else is a no")
{
    static const char *const words[] = { "\n", "n\n", "no\n", "yep\n", "\004", "否\n", "yes please yes\n" };
    char shown[200];
    for (size_t i = 0; i + 1 < sizeof words / sizeof *words; i++)
        CHECK_THAT(!ask(words[i], shown, sizeof shown), "%s", words[i]);
}

CS_TEST(no_terminal, "nothing is asked where stdin is no terminal")
{
    int saved_in = dup(STDIN_FILENO), saved_err = dup(STDERR_FILENO), ends[2], said[2];
    CHECK(pipe(ends) == 0 && pipe(said) == 0);
    CHECK(write(ends[1], "y\n", 2) == 2);
    dup2(ends[0], STDIN_FILENO);
    dup2(said[1], STDERR_FILENO);
    bool answer = cs_terminal_ask("Sure?");
    dup2(saved_in, STDIN_FILENO);
    dup2(saved_err, STDERR_FILENO);
    close(said[1]);
    char byte;
    CHECK(!answer);
    CHECK_INT(read(said[0], &byte, 1), 0);
    CHECK_INT(read(ends[0], &byte, 1), 1); /* and nothing was taken from it */
    close(ends[0]);
    close(ends[1]);
    close(said[0]);
    close(saved_in);
    close(saved_err);
}
