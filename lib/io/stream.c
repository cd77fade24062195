/* The bytes of an input as UTF-8 text: reading, decoding, spooling. */
#include "io/stream.h"
#include "base/memory.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RAW_BYTES = 64 * 1024 };

static const char *shown_name(const struct cs_stream *stream)
{
    return strcmp(stream->name, "-") == 0 ? _("standard input") : stream->name;
}

static void learn_total(struct cs_stream *stream)
{
    struct stat about;
    if (fstat(stream->fd, &about) == 0 && S_ISREG(about.st_mode))
        stream->total = about.st_size;
}

void cs_stream_init(struct cs_stream *stream, int fd, const char *name)
{
    *stream = (struct cs_stream){ .fd = fd, .name = name, .encoding = "UTF-8", .unit = 1 };
    stream->size = CS_STREAM_WINDOW;
    stream->window = cs_realloc(NULL, stream->size + 1);
    learn_total(stream);
}

void cs_stream_release(struct cs_stream *stream)
{
    if (stream->decoder)
        iconv_close((iconv_t)stream->decoder);
    if (stream->fd >= 0)
        close(stream->fd);
    free(stream->window);
    free(stream->raw);
    *stream = (struct cs_stream){ .fd = -1 };
}

static ssize_t read_some(int fd, char *bytes, size_t room)
{
    ssize_t got;
    do
        got = read(fd, bytes, room);
    while (got < 0 && errno == EINTR);
    return got;
}

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length) {
        ssize_t put = write(fd, bytes, length);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        bytes += put;
        length -= (size_t)put;
    }
    return true;
}

/* An open file without a name: gone when the process is, whatever ends it. */
static int open_unnamed(const char *folder)
{
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
    struct cs_buffer path = CS_BUFFER_INIT;
    cs_buffer_printf(&path, "%s/cs-spool-XXXXXX", folder);
    fd = mkostemp(path.text, O_CLOEXEC);
    if (fd >= 0)
        unlink(path.text);
    cs_buffer_release(&path);
    return fd;
}

enum cs_status cs_stream_spool(struct cs_stream *stream, struct cs_error *err)
{
    struct stat about;
    if (fstat(stream->fd, &about) == 0 && S_ISREG(about.st_mode))
        return CS_OK;
    const char *folder = getenv("TMPDIR");
    if (!folder || !folder[0])
        folder = "/tmp";
    int spool = open_unnamed(folder);
    if (spool < 0)
        return cs_error_errno(err, errno, _("cannot make a temporary file in %s"), folder);
    enum cs_status status = CS_OK;
    for (;;) {
        ssize_t got = read_some(stream->fd, stream->window, stream->size);
        if (got < 0)
            status = cs_error_errno(err, errno, "%s", shown_name(stream));
        else if (got > 0 && !write_all(spool, stream->window, (size_t)got))
            status = cs_error_errno(err, errno, _("cannot write a temporary file in %s"), folder);
        if (got <= 0 || status)
            break;
    }
    if (!status && lseek(spool, 0, SEEK_SET) != 0)
        status = cs_error_errno(err, errno, _("cannot read a temporary file in %s"), folder);
    if (status) {
        close(spool);
        return status;
    }
    close(stream->fd);
    stream->fd = spool;
    learn_total(stream);
    return CS_OK;
}

/* Room for more behind `end`: what is taken goes first; the window grows only for a record that fills half.
 */
static void make_room(struct cs_stream *stream)
{
    if (stream->start) {
        memmove(stream->window, stream->window + stream->start, stream->end - stream->start);
        stream->end -= stream->start;
        stream->start = 0;
    }
    if (stream->end > stream->size / 2) {
        stream->size *= 2;
        stream->window = cs_realloc(stream->window, stream->size + 1);
    }
}

/* Undecodable input becomes a byte that no reader of UTF-8 lets pass. */
static void put_bad(struct cs_stream *stream)
{
    if (stream->end == stream->size)
        make_room(stream);
    stream->window[stream->end++] = (char)CS_STREAM_BAD;
}

/* Decodes what lies in `raw`; false where it needs more bytes. */
static void decode_raw(struct cs_stream *stream)
{
    char *from = stream->raw;
    size_t left = stream->raw_length;
    while (left) {
        char *to = stream->window + stream->end;
        size_t room = stream->size - stream->end;
        size_t done = iconv((iconv_t)stream->decoder, &from, &left, &to, &room);
        stream->end = (size_t)(to - stream->window);
        if (done != (size_t)-1)
            continue;
        if (errno == E2BIG) {
            stream->size *= 2;
            stream->window = cs_realloc(stream->window, stream->size + 1);
        } else if (errno == EILSEQ) {
            size_t skip = stream->unit < left ? stream->unit : left;
            put_bad(stream);
            from += skip;
            left -= skip;
        } else {
            break; /* a character cut by the end of what was read */
        }
    }
    memmove(stream->raw, from, left);
    stream->raw_length = left;
}

static enum cs_status more_decoded(struct cs_stream *stream, struct cs_error *err)
{
    size_t before = stream->end;
    while (stream->end == before && !stream->ended) {
        ssize_t got = read_some(stream->fd, stream->raw + stream->raw_length, RAW_BYTES - stream->raw_length);
        if (got < 0)
            return cs_error_errno(err, errno, "%s", shown_name(stream));
        stream->read_bytes += got;
        stream->raw_length += (size_t)got;
        decode_raw(stream);
        if (got == 0) {
            stream->ended = true;
            if (stream->raw_length)
                put_bad(stream);
        }
    }
    return stream->end == before ? CS_NONE : CS_OK;
}

static enum cs_status more_plain(struct cs_stream *stream, struct cs_error *err)
{
    ssize_t got = read_some(stream->fd, stream->window + stream->end, stream->size - stream->end);
    if (got < 0)
        return cs_error_errno(err, errno, "%s", shown_name(stream));
    stream->ended = got == 0;
    stream->read_bytes += got;
    stream->end += (size_t)got;
    return got ? CS_OK : CS_NONE;
}

enum cs_status cs_stream_more(struct cs_stream *stream, struct cs_error *err)
{
    if (stream->ended)
        return CS_NONE;
    make_room(stream);
    return stream->decoder ? more_decoded(stream, err) : more_plain(stream, err);
}

/* From here on the window's text is of another encoding: what was read goes back to be decoded. */
static enum cs_status start_decoder(struct cs_stream *stream, const char *encoding, struct cs_error *err)
{
    iconv_t decoder = iconv_open("UTF-8", encoding);
    if (decoder == (iconv_t)-1)
        return cs_error_set(err, CS_FAILED, _("the encoding \"%s\" is not known"), encoding);
    stream->decoder = decoder;
    size_t length = stream->end - stream->start;
    stream->raw = cs_realloc(NULL, length > RAW_BYTES ? length : RAW_BYTES);
    memcpy(stream->raw, stream->window + stream->start, length);
    stream->raw_length = length;
    stream->start = stream->end = 0;
    stream->unit = strncasecmp(encoding, "UTF-16", 6) == 0 || strncasecmp(encoding, "UCS-2", 5) == 0   ? 2
                   : strncasecmp(encoding, "UTF-32", 6) == 0 || strncasecmp(encoding, "UCS-4", 5) == 0 ? 4
                                                                                                       : 1;
    decode_raw(stream);
    if (stream->ended && stream->raw_length)
        put_bad(stream);
    return CS_OK;
}

struct mark {
    const char *bytes, *encoding;
    size_t length;
};

/* The longer marks first: UTF-32LE begins as UTF-16LE does. */
static const struct mark marks[] = {
    { "\xEF\xBB\xBF", "UTF-8", 3 }, { "\xFF\xFE\0\0", "UTF-32LE", 4 }, { "\0\0\xFE\xFF", "UTF-32BE", 4 },
    { "\xFF\xFE", "UTF-16LE", 2 },  { "\xFE\xFF", "UTF-16BE", 2 },
};

static const struct mark *find_mark(const struct cs_stream *stream)
{
    size_t length = stream->end - stream->start;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (length >= marks[i].length &&
            memcmp(stream->window + stream->start, marks[i].bytes, marks[i].length) == 0)
            return &marks[i];
    return NULL;
}

static bool is_utf8_name(const char *name)
{
    return strcasecmp(name, "utf-8") == 0 || strcasecmp(name, "utf8") == 0;
}

/* A mark beats what was asked for, in words, unless both say the same. */
static void tell_encoding(const struct cs_stream *stream, const char *asked, struct cs_diag *diag)
{
    struct cs_place place = { .file = stream->name };
    size_t length = strlen(asked);
    if (strcmp(asked, "auto") == 0 && stream->decoder)
        cs_diag_say(diag, CS_NOTICE, &place, _("read as %s"), stream->encoding);
    else if (stream->marked && strcmp(asked, "auto") != 0 &&
             strncasecmp(asked, stream->encoding, length) != 0 && !(is_utf8_name(asked) && !stream->decoder))
        cs_diag_say(diag, CS_NOTICE, &place, _("read as %s, as its byte order mark says, not as %s"),
                    stream->encoding, asked);
}

/* Text that begins with a mark once decoded (GB18030 has one too, and some programs write two). */
static void drop_marks(struct cs_stream *stream, struct cs_diag *diag)
{
    size_t dropped = 0;
    while (stream->end - stream->start >= 3 &&
           memcmp(stream->window + stream->start, "\xEF\xBB\xBF", 3) == 0) {
        stream->start += 3;
        dropped++;
    }
    struct cs_place place = { .file = stream->name };
    if (dropped > (stream->decoder && !stream->marked ? 1u : 0u))
        cs_diag_say(diag, CS_NOTICE, &place, _("more than one byte order mark was taken off"));
}

/* UTF-16 without a mark is full of NUL bytes: say so, rather than complain of the first. */
static enum cs_status refuse_bare_utf16(const struct cs_stream *stream, struct cs_error *err)
{
    const char *text = stream->window + stream->start;
    size_t length = stream->end - stream->start, even = 0, odd = 0;
    if (length > 256)
        length = 256;
    for (size_t i = 0; i + 1 < length; i += 2) {
        even += !text[i];
        odd += !text[i + 1];
    }
    size_t some = even + odd; /* all on one side, and not just a stray one */
    if (some < 2 || some < length / 8 || (even && odd))
        return CS_OK;
    return cs_error_set(err, CS_FAILED,
                        _("%s looks like UTF-16 without a byte order mark; try --encoding %s"),
                        shown_name(stream), odd > even ? "utf-16le" : "utf-16be");
}

enum cs_status cs_encoding_open(struct cs_stream *stream, const char *asked, struct cs_diag *diag,
                                struct cs_error *err)
{
    if (!asked || !asked[0])
        asked = "auto";
    bool guess = strcmp(asked, "auto") == 0;
    enum cs_status status = CS_OK;
    while (status == CS_OK && stream->end - stream->start < 256)
        status = cs_stream_more(stream, err);
    if (status == CS_FAILED)
        return status;
    const struct mark *mark = find_mark(stream);
    const char *encoding = mark ? mark->encoding : guess || is_utf8_name(asked) ? "UTF-8" : asked;
    stream->marked = mark != NULL;
    stream->start += mark ? mark->length : 0;
    memcpy(stream->encoding, encoding,
           strlen(encoding) < sizeof stream->encoding ? strlen(encoding) + 1 : sizeof stream->encoding - 1);
    status = CS_OK;
    if (strcmp(encoding, "UTF-8") != 0)
        status = start_decoder(stream, encoding, err);
    else if (guess && !mark)
        status = refuse_bare_utf16(stream, err);
    stream->watch.on = guess && !mark;
    if (!status) {
        tell_encoding(stream, asked, diag);
        drop_marks(stream, diag);
    }
    return status;
}
