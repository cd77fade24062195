/* Sources: opening, telling the format, and what all formats share. */
#include "io/source.h"
#include "io/source-private.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const delimiter_names[] = { "comma", "semicolon", "tab", "pipe" };
static const char *const delimiter_bytes[] = { ",", ";", "\t", "|" };

const char *cs_source_shown(const struct cs_source *source)
{
    return strcmp(source->name, "-") == 0 ? _("standard input") : source->name;
}

int64_t cs_source_count_lines(const struct cs_source *source, const char *text, size_t length)
{
    int64_t lines = 0;
    for (const char *end = text + length; (text = memchr(text, source->line_byte, (size_t)(end - text)));
         text++)
        lines++;
    return lines;
}

void cs_source_pass(struct cs_source *source, size_t bytes)
{
    const char *text = source->stream.window + source->stream.start;
    const char *last = memrchr(text, source->line_byte, bytes);
    source->line += last ? cs_source_count_lines(source, text, bytes) : 0;
    source->before = last ? (size_t)(text + bytes - last) - 1 : source->before + bytes;
    source->stream.start += bytes;
}

void cs_source_record(struct cs_source *source, size_t skip, size_t length, size_t taken)
{
    cs_source_pass(source, skip);
    source->taken = taken - skip;
    source->record_line = source->line;
    source->record_before = source->before;
    source->raw.bytes = source->stream.window + source->stream.start;
    source->raw.length = length;
    source->raw.place = (struct cs_place){ .file = source->name,
                                           .line = source->line,
                                           .column = (int64_t)source->before + 1 };
}

void cs_source_take(struct cs_source *source)
{
    cs_source_pass(source, source->taken);
    source->taken = 0;
}

static struct cs_place place_at(const struct cs_source *source, size_t offset)
{
    const char *text = source->raw.bytes, *line = text;
    if (offset > source->raw.length)
        offset = source->raw.length;
    struct cs_place place = { .file = source->name, .line = source->record_line };
    for (const char *end = text + offset, *next;
         (next = memchr(line, source->line_byte, (size_t)(end - line))); line = next + 1)
        place.line++;
    place.column = text + offset - line + 1 + (line == text ? (int64_t)source->record_before : 0);
    return place;
}

enum cs_status cs_source_refuse(struct cs_source *source, size_t offset, struct cs_error *err,
                                const char *format, ...)
{
    source->raw.place = place_at(source, offset);
    struct cs_buffer text = CS_BUFFER_INIT;
    va_list list;
    va_start(list, format);
    cs_buffer_vprintf(&text, format, list);
    va_end(list);
    cs_error_set(err, CS_REFUSED, "%s", text.text);
    cs_buffer_release(&text);
    return CS_REFUSED;
}

/* The first byte that is not UTF-8, while nothing proved UTF-8 yet: is the rest of the window GB18030? */
static enum cs_status refuse_bytes(struct cs_source *source, size_t bad, struct cs_error *err)
{
    const struct cs_stream *stream = &source->stream;
    if (stream->decoder)
        return cs_source_refuse(source, bad, err, _("a byte that is not %s"), stream->encoding);
    struct cs_encoding_watch before = stream->watch;
    if (before.on)
        cs_encoding_note(&before, source->raw.bytes, bad);
    if (before.on && cs_encoding_is_gb18030(stream->window + stream->start, stream->end - stream->start)) {
        struct cs_place place = place_at(source, bad);
        return cs_error_set(err, CS_FAILED,
                            _("%s: line %lld column %lld is not UTF-8; try --encoding gb18030"),
                            cs_source_shown(source), (long long)place.line, (long long)place.column);
    }
    return cs_source_refuse(source, bad, err, _("byte 0x%02X is not UTF-8"),
                            (unsigned char)source->raw.bytes[bad]);
}

enum cs_status cs_source_check_text(struct cs_source *source, struct cs_error *err)
{
    const char *text = source->raw.bytes;
    size_t length = source->raw.length;
    const char *nul = memchr(text, '\0', length);
    if (nul)
        return cs_source_refuse(source, (size_t)(nul - text), err, _("a NUL byte; text has none"));
    if (cs_text_is_ascii(text, length))
        return CS_OK;
    size_t good = cs_utf8_check(text, length);
    if (good < length)
        return refuse_bytes(source, good, err);
    cs_encoding_note(&source->stream.watch, text, length);
    return CS_OK;
}

enum cs_status cs_source_check_length(struct cs_source *source, struct cs_error *err)
{
    if (source->raw.length <= CS_SOURCE_RECORD_BYTES)
        return CS_OK;
    return cs_source_refuse(source, 0, err, _("the record is longer than the limit of %d MiB"),
                            CS_SOURCE_RECORD_BYTES / (1024 * 1024));
}

bool cs_source_add_heading(struct cs_source *source, const char *text, size_t length)
{
    if (source->heading_count == CS_SOURCE_COLUMNS)
        return false;
    source->headings =
        cs_grow(source->headings, &source->heading_room, source->heading_count + 1, sizeof *source->headings);
    source->headings[source->heading_count++] = cs_strndup(text, length);
    return true;
}

enum cs_status cs_source_end(struct cs_source *source, struct cs_error *err)
{
    if (cs_encoding_suspect(&source->stream.watch))
        return cs_error_set(
            err, CS_FAILED,
            _("%s may be GB18030: all its letters outside ASCII are Chinese in that encoding; "
              "try --encoding gb18030, or --encoding utf-8 if it is UTF-8"),
            cs_source_shown(source));
    return CS_NONE;
}

/* Where a format is to be guessed, the first byte that is no space says it. */
static enum cs_status sniff_json(struct cs_source *source, bool *json, struct cs_error *err)
{
    struct cs_stream *stream = &source->stream;
    for (;;) {
        for (size_t at = stream->start; at < stream->end; at++) {
            if (!strchr(" \t\r\n", stream->window[at]) || !stream->window[at]) {
                *json = stream->window[at] == '{' || stream->window[at] == '[';
                return CS_OK;
            }
        }
        *json = false;
        if (stream->end - stream->start > CS_SOURCE_FIELD_BYTES)
            return CS_OK;
        enum cs_status status = cs_stream_more(stream, err);
        if (status)
            return status == CS_NONE ? CS_OK : status;
    }
}

/* Settles format and delimiter; a delimiter of 0 is left for the CSV reader to find. */
static enum cs_status choose_format(struct cs_source *source, const struct cs_source_options *options,
                                    struct cs_error *err)
{
    const char *format = options->format && options->format[0] ? options->format : "auto";
    const char *delimiter = options->delimiter && options->delimiter[0] ? options->delimiter : "auto";
    bool json = strcmp(format, "json") == 0 || strcmp(format, "jsonl") == 0;
    enum cs_status status = CS_OK;
    if (strcmp(format, "auto") == 0 && strcmp(delimiter, "auto") == 0)
        status = sniff_json(source, &json, err);
    else if (!json && strcmp(format, "auto") && strcmp(format, "csv") && strcmp(format, "tsv"))
        status = cs_error_set(err, CS_MISUSED,
                              _("\"%s\" is no input format; there are csv, tsv, json, jsonl"), format);
    if (status)
        return status;
    source->kind = json ? &cs_json_kind : &cs_csv_kind;
    if (json)
        return CS_OK;
    if (strcmp(format, "tsv") == 0)
        source->delimiter = '\t';
    if (strcmp(delimiter, "auto") == 0)
        return CS_OK;
    for (size_t i = 0; i < sizeof delimiter_bytes / sizeof *delimiter_bytes; i++)
        if (strcmp(delimiter, delimiter_names[i]) == 0)
            delimiter = delimiter_bytes[i];
    if (strcmp(delimiter, "\\t") == 0)
        delimiter = "\t";
    if (strlen(delimiter) != 1 || strchr("\"\r\n", delimiter[0]) || (unsigned char)delimiter[0] >= 0x80)
        return cs_error_set(err, CS_MISUSED,
                            _("\"%s\" cannot part fields; a delimiter is one ASCII character, or tab"),
                            delimiter);
    source->delimiter = delimiter[0];
    return CS_OK;
}

/* What lies in the window ends lines with \n, or else with \r: files of an old machine know no other. */
static enum cs_status choose_line_byte(struct cs_source *source, struct cs_error *err)
{
    struct cs_stream *stream = &source->stream;
    enum cs_status status = CS_OK;
    const char *text, *first;
    size_t length;
    do {
        text = stream->window + stream->start;
        length = stream->end - stream->start;
        first = memchr(text, '\r', length);
        if (first && first + 1 == text + length && !stream->ended)
            status = cs_stream_more(stream, err); /* its \n may not be here yet */
        else
            break;
    } while (status == CS_OK);
    source->line_byte = first && status != CS_FAILED && !memchr(text, '\n', length) ? '\r' : '\n';
    return status == CS_NONE ? CS_OK : status;
}

static enum cs_status prepare(struct cs_source *source, const struct cs_source_options *options,
                              struct cs_error *err)
{
    struct stat about;
    if (fstat(source->stream.fd, &about) == 0) {
        source->identity[0] = (int64_t)about.st_dev;
        source->identity[1] = (int64_t)about.st_ino;
    }
    enum cs_status status = CS_OK;
    if (options->spool)
        status = cs_stream_spool(&source->stream, err);
    if (!status)
        status = cs_encoding_open(&source->stream, options->encoding, options->diag, err);
    if (!status)
        status = choose_format(source, options, err);
    if (!status)
        status = choose_line_byte(source, err);
    if (!status)
        status = source->kind->open(source, err);
    return status;
}

enum cs_status cs_source_open(int fd, const char *name, const struct cs_source_options *options,
                              struct cs_source **source, struct cs_error *err)
{
    static const struct cs_source_options plain;
    struct cs_source *fresh = cs_alloc(sizeof *fresh);
    if (!options)
        options = &plain;
    fresh->name = cs_strdup(name);
    fresh->diag = options->diag;
    fresh->line = 1;
    cs_stream_init(&fresh->stream, fd, fresh->name);
    enum cs_status status = prepare(fresh, options, err);
    if (status) {
        cs_source_close(fresh);
        fresh = NULL;
    }
    *source = fresh;
    return status;
}

void cs_source_close(struct cs_source *source)
{
    if (!source)
        return;
    if (source->kind)
        source->kind->close(source);
    cs_stream_release(&source->stream);
    for (size_t i = 0; i < source->heading_count; i++)
        free(source->headings[i]);
    free(source->headings);
    free(source->cells);
    free(source->name);
    free(source);
}

enum cs_status cs_source_next(struct cs_source *source, const struct cs_raw **raw, struct cs_error *err)
{
    cs_source_take(source);
    enum cs_status status = source->kind->next(source, err);
    *raw = &source->raw;
    return status;
}

size_t cs_source_headings(const struct cs_source *source, const char *const **headings)
{
    *headings = (const char *const *)source->headings;
    return source->heading_count;
}

struct cs_place cs_source_cell_place(struct cs_source *source, size_t cell)
{
    return place_at(source, source->kind->cell_offset(source, cell));
}

int64_t cs_source_bytes(const struct cs_source *source, int64_t *total)
{
    if (total)
        *total = source->stream.total;
    return source->stream.read_bytes;
}

const char *cs_source_encoding(const struct cs_source *source)
{
    return source->stream.encoding;
}

char cs_source_delimiter(const struct cs_source *source)
{
    return source->kind == &cs_csv_kind ? source->delimiter : '\0';
}

bool cs_source_marked(const struct cs_source *source)
{
    return source->stream.marked;
}

const char *cs_source_name(const struct cs_source *source)
{
    return source->name;
}

bool cs_source_is_file(const struct cs_source *source, int fd)
{
    struct stat about;
    return fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && source->identity[0] == (int64_t)about.st_dev &&
           source->identity[1] == (int64_t)about.st_ino;
}
