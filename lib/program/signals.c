/*
 * Signals. INT, TERM and HUP end the process at once, by the signal itself: what is not committed is rolled
 * back by the next opening of the store, exactly as after a power cut, so nothing needs tidying here. The one
 * line that is said is put together beforehand, since a handler may only write.
 */
#include "program/inside.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t saving = CS_SAVING_READS;
static struct cs_progress *progress;
static struct {
    char text[256];
    size_t length;
} lines[] = {
    [CS_SAVING_READS] = { "", 0 },
    [CS_SAVING_NOTHING] = { "", 0 },
    [CS_SAVING_NOW] = { "", 0 },
    [CS_SAVING_DONE] = { "", 0 },
};

/* The same for a process that runs out of memory, which must not ask for a translation then. */
static const char *spent[] = { "", "", "", "" };

static void end(int number)
{
    ssize_t ignored = 0;
    if (progress && progress->drawn)
        ignored += write(STDERR_FILENO, "\r\033[K", 4);
    if (lines[saving].length)
        ignored += write(STDERR_FILENO, lines[saving].text, lines[saving].length);
    (void)ignored;
    signal(number, SIG_DFL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(number);
}

static void prepare(enum cs_saving which, const char *name, const char *text)
{
    int length = snprintf(lines[which].text, sizeof lines[which].text, "%s: %s\n", name, text);
    if (length >= (int)sizeof lines[which].text)
        length = (int)sizeof lines[which].text - 1;
    lines[which].length = length > 0 ? (size_t)length : 0;
}

void cs_signals_start(const char *name, struct cs_progress *meter)
{
    progress = meter;
    prepare(CS_SAVING_NOTHING, name, _("interrupted: nothing was saved"));
    prepare(CS_SAVING_NOW, name, _("interrupted while saving: either all of it was saved or nothing"));
    prepare(CS_SAVING_DONE, name, _("interrupted: what was done before is saved"));
    spent[CS_SAVING_NOW] = _("; either all of it was saved or nothing");
    spent[CS_SAVING_DONE] = _("; what was done before is saved");
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is told in words, like a full disk */
    static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction old, fresh = { .sa_handler = end, .sa_flags = SA_RESTART };
        sigemptyset(&fresh.sa_mask);
        /* nohup and shells that run in the background ask for some of them to be ignored: let that be. */
        if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(numbers[i], &fresh, NULL);
    }
}

void cs_signals_saving(enum cs_saving now)
{
    saving = (sig_atomic_t)now;
    cs_memory_tells(spent[now]);
}

enum cs_saving cs_signals_saved(void)
{
    return (enum cs_saving)saving;
}

void cs_signals_pipe_ignore(void)
{
    signal(SIGPIPE, SIG_IGN);
}

void cs_signals_pipe_die(void)
{
    signal(SIGPIPE, SIG_DFL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(SIGPIPE);
    _exit(128 + SIGPIPE);
}
