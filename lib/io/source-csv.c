/*
 * CSV and TSV. libcsv is the judge of what a record is: it is fed one physical line after the other until a
 * record is whole, with its trimming of spaces off and strict about quotes. Well-formed records, which are
 * nearly all, never come to it (csv-split.c). Every record keeps its raw bytes; places are worked out only
 * when something is refused.
 */
#include "io/csv-refuse.h"
#include "io/csv-split.h"
#include "io/source-private.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

enum { FAST_BYTES = 64 * 1024 };

struct csv_state {
    struct cs_csv_split split;
    struct csv_parser parser;
    bool parser_ready, slow_only;
    struct cs_buffer text; /* the cells of a record that libcsv read, each ended by a NUL */
    size_t count;          /* of them */
    size_t too_long;       /* 1 + the first cell above the limit, or 0 */
    bool done;
    struct cs_buffer kept; /* the beginning of a record too long to be held */
};

static int never_space(unsigned char byte)
{
    (void)byte;
    return 0;
}

static void add_field(void *text, size_t length, void *context)
{
    struct csv_state *state = context;
    state->count++;
    if (state->count > CS_SOURCE_COLUMNS)
        return;
    if (length > CS_SOURCE_FIELD_BYTES) {
        state->too_long = state->too_long ? state->too_long : state->count;
        length = 0;
    }
    struct cs_csv_split *split = &state->split;
    split->cells = cs_grow(split->cells, &split->room, state->count, sizeof *split->cells);
    split->cells[state->count - 1] = (struct cs_cell){ .length = length };
    cs_buffer_add(&state->text, text, length);
    cs_buffer_char(&state->text, '\0');
}

static void end_record(int byte, void *context)
{
    (void)byte;
    struct csv_state *state = context;
    state->done = true;
}

static void start_parser(struct csv_state *state, char delimiter)
{
    if (state->parser_ready)
        csv_free(&state->parser);
    csv_init(&state->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    csv_set_delim(&state->parser, (unsigned char)delimiter);
    csv_set_space_func(&state->parser, never_space);
    csv_set_blk_size(&state->parser, 4096);
    state->parser_ready = true;
    state->count = 0;
    state->too_long = 0;
    state->done = false;
    cs_buffer_reset(&state->text);
}

static size_t cell_offset(const struct cs_source *source, size_t cell)
{
    return cs_csv_find_cell(source->raw.bytes, source->raw.length, source->delimiter, cell, NULL);
}

/* The next piece for libcsv: up to and with a line end, so that no piece ends two records. */
static size_t next_piece(const char *text, size_t length)
{
    const char *newline = memchr(text, '\n', length);
    size_t line = newline ? (size_t)(newline - text) + 1 : length;
    const char *back = memchr(text, '\r', line);
    return back ? (size_t)(back - text) + 1 : line;
}

/* Feeds libcsv from window[start] until a record is whole. *taken receives its bytes. */
static enum cs_status feed(struct cs_source *source, size_t *taken, struct cs_error *err)
{
    struct csv_state *state = source->state;
    struct cs_stream *stream = &source->stream;
    size_t fed = 0;
    start_parser(state, source->delimiter);
    while (!state->done) {
        size_t left = stream->end - stream->start - fed;
        if (fed > CS_SOURCE_RECORD_BYTES)
            return cs_csv_refuse_long(source, &state->kept, err);
        if (!left) {
            enum cs_status status = cs_stream_more(stream, err);
            if (status == CS_FAILED)
                return status;
            if (status == CS_NONE && csv_fini(&state->parser, add_field, end_record, state) != 0)
                return cs_csv_refuse_open(source, err);
            if (status == CS_NONE)
                break;
            continue;
        }
        const char *text = stream->window + stream->start + fed;
        size_t piece = next_piece(text, left);
        size_t eaten = csv_parse(&state->parser, text, piece, add_field, end_record, state);
        if (eaten < piece)
            return cs_csv_refuse_quote(source, fed + eaten, err);
        fed += piece;
    }
    *taken = fed;
    return CS_OK;
}

/* A record by libcsv's judgement. */
static enum cs_status read_slow(struct cs_source *source, struct cs_error *err)
{
    struct csv_state *state = source->state;
    struct cs_stream *stream = &source->stream;
    size_t taken = 0;
    enum cs_status status = feed(source, &taken, err);
    if (status)
        return status;
    const char *text = stream->window + stream->start;
    size_t length = cs_csv_without_line_end(text, taken);
    if (taken && text[taken - 1] == '\r' && stream->start + taken < stream->end && text[taken] == '\n')
        taken++;
    size_t held = state->count < CS_SOURCE_COLUMNS ? state->count : CS_SOURCE_COLUMNS;
    const char *cell = state->text.text;
    for (size_t i = 0; i < held; i++) {
        state->split.cells[i].text = cell;
        cell += state->split.cells[i].length + 1;
    }
    cs_source_record(source, 0, length, taken);
    source->raw.count = held;
    return CS_OK;
}

/* A record, by the fast path where that is sure of it. */
static enum cs_status read_record(struct cs_source *source, struct cs_error *err)
{
    struct csv_state *state = source->state;
    struct cs_stream *stream = &source->stream;
    struct cs_csv_split *split = &state->split;
    for (;;) {
        while (stream->start < stream->end &&
               (stream->window[stream->start] == '\n' || stream->window[stream->start] == '\r'))
            cs_source_pass(source, 1);
        size_t length = stream->end - stream->start;
        ssize_t taken = CS_SPLIT_MORE;
        split->last = stream->ended;
        state->count = 0;
        state->too_long = 0;
        if (length)
            taken =
                state->slow_only ? CS_SPLIT_ODD : cs_csv_split(split, stream->window + stream->start, length);
        if (taken > 0) {
            cs_source_record(source, 0, split->length, (size_t)taken);
            source->raw.count = state->count = split->count;
            return CS_OK;
        }
        if (taken == CS_SPLIT_ODD || length > FAST_BYTES)
            return read_slow(source, err);
        enum cs_status status = cs_stream_more(stream, err);
        if (status == CS_FAILED || (status == CS_NONE && !length))
            return status;
    }
}

/* What holds for every record, the headings too. */
static enum cs_status read_checked(struct cs_source *source, struct cs_error *err)
{
    struct csv_state *state = source->state;
    source->raw = (struct cs_raw){ .place = { .file = source->name, .line = source->line } };
    enum cs_status status = read_record(source, err);
    if (status)
        return status;
    source->raw.cells = state->split.cells;
    status = cs_source_check_text(source, err);
    if (!status)
        status = cs_source_check_length(source, err);
    if (status)
        return status;
    if (state->count > CS_SOURCE_COLUMNS)
        return cs_source_refuse(source, 0, err, _("more than %d columns"), CS_SOURCE_COLUMNS);
    if (state->too_long)
        return cs_source_refuse(source, cell_offset(source, state->too_long - 1), err,
                                _("a field is longer than the limit of %d MiB"),
                                CS_SOURCE_FIELD_BYTES / (1024 * 1024));
    source->raw.well_formed = true;
    return CS_OK;
}

static enum cs_status csv_next(struct cs_source *source, struct cs_error *err)
{
    enum cs_status status = read_checked(source, err);
    if (status == CS_NONE)
        return cs_source_end(source, err);
    if (!status && source->raw.count != source->heading_count)
        return cs_source_refuse(source, 0, err,
                                ngettext("expected %zu field, found %zu", "expected %zu fields, found %zu",
                                         source->heading_count),
                                source->heading_count, source->raw.count);
    return status;
}

/* How often each possible delimiter stands in the first line outside quotes. */
static char guess_delimiter(const char *text, size_t length)
{
    static const char likely[] = ",;\t";
    size_t seen[3] = { 0, 0, 0 }, best = 0;
    bool quoted = false;
    for (size_t at = 0; at < length; at++) {
        if (text[at] == '"')
            quoted = !quoted;
        const char *which = quoted || !text[at] ? NULL : strchr(likely, text[at]);
        if (which)
            seen[which - likely]++;
    }
    for (size_t i = 1; i < 3; i++)
        if (seen[i] > seen[best])
            best = i;
    return likely[best];
}

/* The first line's length, as soon as the window holds all of it. */
static enum cs_status first_line(struct cs_source *source, size_t *line, struct cs_error *err)
{
    struct cs_stream *stream = &source->stream;
    bool quoted = false;
    enum cs_status status = CS_OK;
    for (size_t at = 0; status == CS_OK && at <= CS_SOURCE_RECORD_BYTES; at++) {
        *line = at;
        if (stream->start + at == stream->end)
            status = cs_stream_more(stream, err);
        if (status == CS_OK) {
            char byte = stream->window[stream->start + at];
            if (byte == '"')
                quoted = !quoted;
            if (!quoted && (byte == '\n' || byte == '\r') && at)
                break;
        }
    }
    return status == CS_NONE ? CS_OK : status;
}

static enum cs_status find_delimiter(struct cs_source *source, struct cs_error *err)
{
    struct cs_stream *stream = &source->stream;
    size_t line = 0;
    enum cs_status status = first_line(source, &line, err);
    if (status || source->delimiter)
        return status;
    const char *text = stream->window + stream->start;
    if (line == 5 && memcmp(text, "sep=", 4) == 0) { /* a hint that spreadsheets write and read */
        source->delimiter = text[4];
        cs_source_pass(source, line);
        return CS_OK;
    }
    source->delimiter = guess_delimiter(text, line);
    struct cs_place place = { .file = source->name };
    if (source->delimiter != ',')
        cs_diag_say(source->diag, CS_NOTICE, &place, _("fields are parted by %s"),
                    source->delimiter == ';' ? ";" : _("tabs"));
    return CS_OK;
}

void cs_csv_slow_only(struct cs_source *source)
{
    ((struct csv_state *)source->state)->slow_only = true;
}

static enum cs_status csv_open(struct cs_source *source, struct cs_error *err)
{
    struct csv_state *state = cs_alloc(sizeof *state);
    state->text = state->kept = (struct cs_buffer)CS_BUFFER_INIT;
    source->state = state;
    enum cs_status status = find_delimiter(source, err);
    if (status)
        return status;
    state->split.delimiter = source->delimiter;
    status = read_checked(source, err);
    if (status == CS_REFUSED) {
        if (err) {
            cs_error_prefix(err, "%s:%lld:%lld", cs_source_shown(source), (long long)source->raw.place.line,
                            (long long)source->raw.place.column);
            err->status = CS_FAILED;
        }
        return CS_FAILED;
    }
    if (status)
        return status == CS_NONE ? CS_OK : status;
    for (size_t i = 0; i < source->raw.count; i++)
        cs_source_add_heading(source, source->raw.cells[i].text, source->raw.cells[i].length);
    return CS_OK;
}

static void csv_close(struct cs_source *source)
{
    struct csv_state *state = source->state;
    if (!state)
        return;
    if (state->parser_ready)
        csv_free(&state->parser);
    cs_csv_split_release(&state->split);
    cs_buffer_release(&state->text);
    cs_buffer_release(&state->kept);
    free(state);
}

const struct cs_source_kind cs_csv_kind = { csv_open, csv_next, cell_offset, csv_close };
