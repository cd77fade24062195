/* What is on the other end: terminals, their width, colour, progress, questions. */
#ifndef CS_CLI_TERMINAL_H
#define CS_CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum cs_color { CS_COLOR_AUTO, CS_COLOR_ALWAYS, CS_COLOR_NEVER };

/* Whether to send colours to a file descriptor: `always` and `never` win; else a terminal, TERM not "dumb",
 * NO_COLOR unset or empty. */
bool cs_terminal_colors(int fd, enum cs_color wish);

/* Columns of the terminal on fd: COLUMNS if a number, else the window size, else 80. */
size_t cs_terminal_width(int fd);

/*
 * Progress on stderr: "1,234,567 rows  45 %  310,000 rows/s  ETA 12 s", shown after one second, at most five
 * times a second, erased at the end. Nothing at all unless `shown` (a terminal and not -q, or --progress).
 */
struct cs_progress {
    bool shown, drawn;
    size_t columns;      /* of what is drawn, to be erased */
    int64_t total_bytes; /* of the input, 0 where unknown */
    int64_t started_ms, drawn_ms;
};
void cs_progress_start(struct cs_progress *progress, bool shown, int64_t total_bytes);
void cs_progress_step(struct cs_progress *progress, int64_t rows,
                      int64_t bytes); /* cheap: call it every 256 rows */
void cs_progress_end(struct cs_progress *progress);

/* Asks "question [y/N] " on stderr and reads the answer from the terminal on stdin (y, yes, 是). False where
 * stdin is no terminal. */
bool cs_terminal_ask(const char *question);

#endif
