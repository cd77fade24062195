/* Progress: late, seldom, and gone without a trace. */
#include "cli-fixture.h"
#include "cli/terminal.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

static int saved, catching[2];
static char caught[20000];

/* From here to `caught_end`, stderr goes to a pipe. */
static void catch_begin(void)
{
    fflush(stderr);
    saved = dup(STDERR_FILENO);
    if (pipe(catching) != 0)
        exit(1);
    fcntl(catching[0], F_SETFL, O_NONBLOCK);
    dup2(catching[1], STDERR_FILENO);
    setenv("COLUMNS", "80", 1);
}

static const char *catch_so_far(void)
{
    ssize_t length = read(catching[0], caught, sizeof caught - 1);
    caught[length > 0 ? length : 0] = '\0';
    return caught;
}

static const char *catch_end(void)
{
    const char *text = catch_so_far();
    dup2(saved, STDERR_FILENO);
    close(saved);
    close(catching[0]);
    close(catching[1]);
    return text;
}

static size_t drawings(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += *text == '\r' && text[1] && text[1] != ' ';
    return count;
}

/* As if the work had begun that long ago. */
static void age(struct cs_progress *progress, int64_t ms)
{
    progress->started_ms -= ms;
    progress->drawn_ms -= ms;
}

/* What a terminal shows in the end: \r goes back to the first column. */
static void screen(const char *text, char *line, size_t size)
{
    size_t column = 0;
    memset(line, ' ', size - 1);
    line[size - 1] = '\0';
    for (; *text; text++) {
        if (*text == '\r')
            column = 0;
        else if (column < size - 1)
            line[column++] = *text;
    }
    for (size_t last = strlen(line); last && line[last - 1] == ' '; last--)
        line[last - 1] = '\0';
}

CS_TEST(silent, "nothing is shown in the first second")
{
    struct cs_progress progress;
    catch_begin();
    cs_progress_start(&progress, true, 1000);
    for (int i = 0; i < 1000; i++)
        cs_progress_step(&progress, i, i);
    cs_progress_end(&progress);
    CHECK_TEXT(catch_end(), "");
}

CS_TEST(not_shown, "nothing is shown where nothing is wished, however long it takes")
{
    struct cs_progress progress;
    catch_begin();
    cs_progress_start(&progress, false, 1000);
    age(&progress, 100000);
    cs_progress_step(&progress, 5, 5);
    cs_progress_end(&progress);
    CHECK_TEXT(catch_end(), "");
}

CS_TEST(line, "rows, part, speed and time left are shown")
{
    struct cs_progress progress;
    char line[100];
    catch_begin();
    cs_progress_start(&progress, true, 4000);
    age(&progress, 4000);
    cs_progress_step(&progress, 1234567, 1000);
    screen(catch_so_far(), line, sizeof line);
    catch_end();
    CHECK_THAT(strncmp(line, "1,234,567 rows  25 %  30", 24) == 0, "%s", line);
    CHECK_THAT(strstr(line, " rows/s  ETA 12 s") != NULL, "%s", line);
    CHECK(progress.drawn);
}

CS_TEST(unknown_size, "without a size there is no part and no time left")
{
    struct cs_progress progress;
    char line[100];
    catch_begin();
    cs_progress_start(&progress, true, 0);
    age(&progress, 2000);
    cs_progress_step(&progress, 999, 123);
    screen(catch_so_far(), line, sizeof line);
    catch_end();
    CHECK_THAT(strncmp(line, "999 rows  4", 11) == 0, "%s", line);
    CHECK(!strchr(line, '%'));
    CHECK(!strstr(line, "ETA"));
}

CS_TEST(left, "the time left is told in seconds, minutes or hours")
{
    static const struct {
        int64_t total;
        const char *says;
    } rows[] = {
        { 110, "ETA 100 s" }, { 310, "ETA 5 min" }, { 36010, "ETA 10 h" }, { 10, "100 %" }, { 5, "100 %" }
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct cs_progress progress;
        char line[100];
        catch_begin();
        cs_progress_start(&progress, true, rows[i].total);
        age(&progress, 10000);
        cs_progress_step(&progress, 10, 10);
        screen(catch_so_far(), line, sizeof line);
        catch_end();
        CHECK_THAT(strstr(line, rows[i].says) != NULL, "%s, not %s", line, rows[i].says);
    }
}

CS_TEST(seldom, "at most five times a second")
{
    struct cs_progress progress;
    catch_begin();
    cs_progress_start(&progress, true, 100000);
    age(&progress, 5000);
    for (int i = 0; i < 100; i++) {
        cs_progress_step(&progress, i, i);
        nanosleep(&(struct timespec){ 0, 5000000 }, NULL);
    }
    size_t count = drawings(catch_end());
    CHECK_THAT(count >= 2 && count <= 5, "%zu drawings in half a second", count);
}

CS_TEST(again, "and again after a fifth of a second")
{
    struct cs_progress progress;
    catch_begin();
    cs_progress_start(&progress, true, 0);
    age(&progress, 2000);
    cs_progress_step(&progress, 1, 0);
    cs_progress_step(&progress, 2, 0);
    age(&progress, 250);
    cs_progress_step(&progress, 3, 0);
    CHECK_INT(drawings(catch_end()), 2);
}

CS_TEST(erased, "in the end the line is blank, without an escape byte and without a newline")
{
    struct cs_progress progress;
    char line[100];
    catch_begin();
    cs_progress_start(&progress, true, 1000);
    age(&progress, 2000);
    cs_progress_step(&progress, 1000000, 500);
    age(&progress, 60000);
    cs_progress_step(&progress, 5, 990); /* a shorter line over a longer one */
    screen(catch_so_far(), line, sizeof line);
    CHECK_THAT(strncmp(line, "5 rows", 6) == 0 && strstr(line, "ETA 1 s"), "%s", line);
    CHECK_THAT(strstr(line, "ETA 1 s")[7] == '\0', "left over: %s", line);
    cs_progress_step(&progress, 6, 991);
    cs_progress_end(&progress);
    const char *text = catch_end();
    CHECK(!strchr(text, '\033'));
    CHECK(!strchr(text, '\n'));
    CHECK_INT(text[strlen(text) - 1], '\r');
    screen(text, line, sizeof line);
    CHECK_TEXT(line, "");
    CHECK(!progress.drawn);
}

CS_TEST(ended, "after the end nothing is drawn, and a second end is nothing")
{
    struct cs_progress progress;
    catch_begin();
    cs_progress_start(&progress, true, 0);
    age(&progress, 2000);
    cs_progress_step(&progress, 1, 1);
    cs_progress_end(&progress);
    catch_so_far();
    cs_progress_step(&progress, 2, 2);
    cs_progress_end(&progress);
    CHECK_TEXT(catch_end(), "");
}

CS_TEST(narrow, "on a narrow terminal the line is cut, lest it wraps")
{
    struct cs_progress progress;
    catch_begin();
    setenv("COLUMNS", "30", 1);
    cs_progress_start(&progress, true, 4000);
    age(&progress, 4000);
    cs_progress_step(&progress, 123456789012, 1000);
    const char *text = catch_so_far();
    CHECK_INT(strlen(text), 1 + 29);
    cs_progress_end(&progress);
    catch_end();
}
