/*
 * Progress of long work, on stderr. Modelled on what git and pv show: nothing for the first second, so that
 * quick work stays silent, then few enough lines that drawing costs nothing.
 */
#include "base/buffer.h"
#include "base/text.h"
#include "cli/terminal.h"

#include <time.h>
#include <unistd.h>

enum { DELAY_MS = 1000, BETWEEN_MS = 200 };

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A line of progress that cannot be written is nobody's loss. */
static void put_out(const struct cs_buffer *text)
{
    ssize_t ignored = write(STDERR_FILENO, text->text, text->length);
    (void)ignored;
}

static void add_spaces(struct cs_buffer *out, size_t count)
{
    while (count--)
        cs_buffer_char(out, ' ');
}

/* 1234567 as "1,234,567". */
static void add_number(struct cs_buffer *out, int64_t number)
{
    char digits[32];
    size_t count = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (count--) {
        cs_buffer_char(out, digits[count]);
        if (count && count % 3 == 0)
            cs_buffer_char(out, ',');
    }
}

static void add_counted(struct cs_buffer *out, const char *format, int64_t number)
{
    struct cs_buffer digits = CS_BUFFER_INIT;
    add_number(&digits, number);
    cs_buffer_text(out, out->length ? "  " : "");
    cs_buffer_printf(out, format, digits.text);
    cs_buffer_release(&digits);
}

static void add_left(struct cs_buffer *out, int64_t seconds)
{
    cs_buffer_text(out, "  ");
    if (seconds < 120)
        cs_buffer_printf(out, _("ETA %lld s"), (long long)seconds);
    else if (seconds < 7200)
        cs_buffer_printf(out, _("ETA %lld min"), (long long)(seconds + 59) / 60);
    else
        cs_buffer_printf(out, _("ETA %lld h"), (long long)(seconds + 3599) / 3600);
}

static void describe(struct cs_buffer *line, const struct cs_progress *progress, int64_t rows, int64_t bytes,
                     int64_t elapsed_ms)
{
    /* elapsed_ms is at least DELAY_MS here; floating point spares thinking about overflow. */
    double seconds = (double)elapsed_ms / 1000, part = 0;
    if (progress->total_bytes > 0)
        part = (double)bytes / (double)progress->total_bytes;
    if (part > 1)
        part = 1; /* the file grew while it was read */
    add_counted(line, _("%s rows"), rows);
    if (progress->total_bytes > 0)
        cs_buffer_printf(line, "  %d %%", (int)(part * 100));
    add_counted(line, _("%s rows/s"), (int64_t)((double)rows / seconds));
    if (part > 0)
        add_left(line, (int64_t)(seconds / part * (1 - part) + 0.5));
}

/* Cuts the line to the terminal, lest it wraps and cannot be erased. */
static size_t cut_to_width(struct cs_buffer *line)
{
    size_t room = cs_terminal_width(STDERR_FILENO) - 1, at = 0, columns = 0;
    while (at < line->length) {
        uint32_t code = 0;
        size_t bytes = cs_utf8_decode(line->text + at, line->length - at, &code);
        size_t width = (size_t)cs_char_width(code);
        if (columns + width > room)
            break;
        columns += width;
        at += bytes ? bytes : 1;
    }
    cs_buffer_cut(line, at);
    return columns;
}

static void draw(struct cs_progress *progress, int64_t rows, int64_t bytes, int64_t now)
{
    struct cs_buffer line = CS_BUFFER_INIT, whole = CS_BUFFER_INIT;
    describe(&line, progress, rows, bytes, now - progress->started_ms);
    size_t columns = cut_to_width(&line);
    cs_buffer_char(&whole, '\r');
    cs_buffer_add(&whole, line.text, line.length);
    /* Spaces instead of an escape sequence: TERM=dumb and NO_COLOR get no ESC byte. */
    if (progress->columns > columns)
        add_spaces(&whole, progress->columns - columns);
    else
        progress->columns = columns;
    put_out(&whole);
    progress->drawn = true;
    progress->drawn_ms = now;
    cs_buffer_release(&line);
    cs_buffer_release(&whole);
}

void cs_progress_start(struct cs_progress *progress, bool shown, int64_t total_bytes)
{
    *progress = (struct cs_progress){ .shown = shown, .total_bytes = total_bytes };
    if (shown)
        progress->started_ms = now_ms();
}

void cs_progress_step(struct cs_progress *progress, int64_t rows, int64_t bytes)
{
    if (!progress->shown)
        return;
    int64_t now = now_ms();
    if (now - progress->started_ms < DELAY_MS)
        return;
    if (progress->drawn && now - progress->drawn_ms < BETWEEN_MS)
        return;
    draw(progress, rows, bytes, now);
}

void cs_progress_end(struct cs_progress *progress)
{
    if (progress->drawn) {
        struct cs_buffer blank = CS_BUFFER_INIT;
        cs_buffer_char(&blank, '\r');
        add_spaces(&blank, progress->columns);
        cs_buffer_char(&blank, '\r');
        put_out(&blank);
        cs_buffer_release(&blank);
    }
    progress->drawn = progress->shown = false;
}
