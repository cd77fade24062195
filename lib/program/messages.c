/* Messages on stderr: one voice, control characters made visible, a flood bounded. */
#include "program/inside.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { SHOWN_OF_A_KIND = 100 };

/* One line, one write: lines of two processes on one terminal do not mix. */
static void put(struct cs_buffer *line)
{
    cs_buffer_char(line, '\n');
    const char *bytes = line->text;
    size_t left = line->length;
    while (left) {
        ssize_t done = write(STDERR_FILENO, bytes, left);
        if (done <= 0)
            break;
        bytes += done;
        left -= (size_t)done;
    }
    cs_buffer_release(line);
}

static void head(struct cs_buffer *line, const char *text, bool color)
{
    if (color)
        cs_buffer_text(line, "\033[1m");
    cs_text_display(line, text, strlen(text), false);
    cs_buffer_char(line, ':');
    if (color)
        cs_buffer_text(line, "\033[0m");
    cs_buffer_char(line, ' ');
}

void cs_messages_line(const char *name, bool color, const char *text)
{
    struct cs_buffer line = CS_BUFFER_INIT;
    head(&line, name, color);
    cs_text_display(&line, text, strlen(text), true);
    put(&line);
}

static bool colored(const struct cs_job *job)
{
    const char *wish = job->common.color ? job->common.color : "auto";
    enum cs_color color = CS_COLOR_AUTO;
    if (strcmp(wish, "always") == 0)
        color = CS_COLOR_ALWAYS;
    else if (strcmp(wish, "never") == 0)
        color = CS_COLOR_NEVER;
    return cs_terminal_colors(STDERR_FILENO, color);
}

/* The progress line must not be left standing in the middle of a message. */
static void clear_progress(struct cs_job *job)
{
    if (!job->meter.drawn)
        return;
    ssize_t ignored = write(STDERR_FILENO, "\r\033[K", 4);
    (void)ignored;
    job->meter.drawn = false;
}

static size_t said(const struct cs_diag *diag, enum cs_severity severity)
{
    if (severity == CS_NOTICE)
        return diag->notices;
    return severity == CS_WARNING ? diag->warnings : diag->errors;
}

static void place_text(struct cs_buffer *out, const struct cs_place *place)
{
    cs_buffer_text(out, place->file);
    if (place->line > 0)
        cs_buffer_printf(out, ":%lld", (long long)place->line);
    if (place->line > 0 && place->column > 0)
        cs_buffer_printf(out, ":%lld", (long long)place->column);
}

static void say(void *context, enum cs_severity severity, const struct cs_place *place, const char *text)
{
    struct cs_job *job = context;
    if (severity == CS_NOTICE && job->common.quiet)
        return;
    if (said(&job->diag, severity) > SHOWN_OF_A_KIND)
        return;
    clear_progress(job);
    struct cs_buffer where = CS_BUFFER_INIT, line = CS_BUFFER_INIT;
    if (place && place->file)
        place_text(&where, place);
    else
        cs_buffer_text(&where, job->program->name);
    head(&line, where.text, colored(job));
    if (severity == CS_WARNING) {
        cs_buffer_text(&line, _("warning"));
        cs_buffer_text(&line, ": ");
    }
    cs_text_display(&line, text, strlen(text), false);
    put(&line);
    cs_buffer_release(&where);
}

void cs_messages_start(struct cs_job *job)
{
    job->diag = (struct cs_diag){ .say = say, .context = job };
}

static size_t hidden(size_t count)
{
    return count > SHOWN_OF_A_KIND ? count - SHOWN_OF_A_KIND : 0;
}

static void count_hidden(const struct cs_job *job, size_t count, const char *format)
{
    if (!count)
        return;
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_printf(&text, format, count);
    cs_messages_line(job->program->name, colored(job), text.text);
    cs_buffer_release(&text);
}

void cs_messages_end(struct cs_job *job)
{
    clear_progress(job);
    size_t count = job->common.quiet ? 0 : hidden(job->diag.notices);
    count_hidden(job, count,
                 ngettext("%zu more notice is not shown", "%zu more notices are not shown", count));
    count = hidden(job->diag.warnings);
    count_hidden(job, count,
                 ngettext("%zu more warning is not shown", "%zu more warnings are not shown", count));
    count = hidden(job->diag.errors);
    count_hidden(job, count, ngettext("%zu more error is not shown", "%zu more errors are not shown", count));
}

static const char *plain_answer(enum cs_status status)
{
    switch (status) {
    case CS_NONE:
        return _("there is no such thing");
    case CS_EXISTS:
        return _("it is there already, or something still refers to it");
    case CS_BUSY:
        return _("the store is in use by another process; --wait SECONDS waits longer");
    default:
        return _("failed");
    }
}

void cs_messages_fail(const struct cs_job *job, enum cs_status status, const struct cs_error *err)
{
    const char *name = job->program->name;
    bool color = colored(job);
    const char *text = err->text[0] ? err->text : plain_answer(status);
    cs_messages_line(name, color, text);
    if (status != CS_MISUSED)
        return;
    struct cs_buffer line = CS_BUFFER_INIT;
    if (job->command && job->command->name[0])
        cs_buffer_printf(&line, _("Try '%s %s --help'"), name, job->command->name);
    else
        cs_buffer_printf(&line, _("Try '%s --help'"), name);
    put(&line);
}

void cs_job_say(struct cs_job *job, const char *format, ...)
{
    if (job->common.quiet)
        return;
    clear_progress(job);
    struct cs_buffer text = CS_BUFFER_INIT;
    va_list list;
    va_start(list, format);
    cs_buffer_vprintf(&text, format, list);
    va_end(list);
    cs_messages_line(job->program->name, colored(job), text.text);
    cs_buffer_release(&text);
}
