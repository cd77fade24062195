/*
 * Streams: the bytes of an input, as UTF-8 text seen through a window that slides and grows.
 *
 * Inside lib/io only. Text not yet taken is window[start, end); whoever parses moves `start` on. Input in
 * another encoding is decoded on the way in, and a byte that cannot be decoded becomes CS_STREAM_BAD, which
 * no UTF-8 holds, so that the record it stands in is refused and never quietly mended.
 */
#ifndef CS_IO_STREAM_H
#define CS_IO_STREAM_H

#include "base/diag.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CS_STREAM_WINDOW = 256 * 1024, CS_STREAM_BAD = 0xFF };

/* What was seen of an input's bytes so far, to tell GB18030 that happens to be UTF-8 from UTF-8. */
struct cs_encoding_watch {
    bool on;         /* the encoding was guessed, and nothing has proved it yet */
    bool two;        /* a character of U+0080-07FF was seen */
    bool odd;        /* one of them is no common hanzi in GB18030: no mistake possible */
    bool unlettered; /* one stands where no European letter would: beside no ASCII letter, or in a row */
};

struct cs_stream {
    int fd;
    const char *name; /* borrowed, for messages */
    char *window;
    size_t start, end, size;
    bool ended;         /* nothing comes after window[end) */
    int64_t read_bytes; /* of the input so far */
    int64_t total;      /* of a regular file, else 0 */
    char encoding[32];  /* what it is read as */
    bool marked;        /* a byte order mark stood at the beginning */
    void *decoder;      /* iconv_t, or NULL: UTF-8 as it is */
    char *raw;          /* bytes not decoded yet */
    size_t raw_length, unit;
    struct cs_encoding_watch watch;
};

void cs_stream_init(struct cs_stream *stream, int fd, const char *name);
void cs_stream_release(struct cs_stream *stream); /* closes the descriptor */

/* Copies an input that is no regular file to an unlinked 0600 file in $TMPDIR (else /tmp) and reads that. */
enum cs_status cs_stream_spool(struct cs_stream *stream, struct cs_error *err);

/* Makes more text available behind `end`; window and start may move. CS_NONE: there is no more. */
enum cs_status cs_stream_more(struct cs_stream *stream, struct cs_error *err);

/* Settles the encoding: takes a mark off, checks the name asked for (NULL or auto: guess). */
enum cs_status cs_encoding_open(struct cs_stream *stream, const char *asked, struct cs_diag *diag,
                                struct cs_error *err);

/* Looks at a record that is UTF-8 but not ASCII. */
void cs_encoding_note(struct cs_encoding_watch *watch, const char *text, size_t length);

/* True where all that was seen is as likely hanzi in GB18030 (see design.md: refused with a hint). */
bool cs_encoding_suspect(const struct cs_encoding_watch *watch);

/* True where the text is strict GB18030 with something in it that is not ASCII; a character cut off at the
 * end is let be. */
bool cs_encoding_is_gb18030(const char *text, size_t length);

/* True where all bytes are ASCII: the quick first look. */
bool cs_text_is_ascii(const char *text, size_t length);

#endif
