/*
 * The INI grammar of mapping files. Written by hand because libinih cuts section names at 49 bytes and splits
 * keys at a colon, and headings of CRMs have both long names and colons.
 */
#include "io/mapping-file.h"
#include "base/memory.h"
#include "base/text.h"

#include <ctype.h>
#include <string.h>

struct line_reader {
    const char *at, *end; /* of one line */
    struct cs_arena arena;
    struct cs_mapping_line line;
};

static void skip_blanks(struct line_reader *reader)
{
    while (reader->at < reader->end && (*reader->at == ' ' || *reader->at == '\t'))
        reader->at++;
}

static bool at_comment(const struct line_reader *reader)
{
    return reader->at < reader->end && (*reader->at == ';' || *reader->at == '#');
}

/* "..." with \" \\ \n \t; the opening quote is at reader->at. */
static enum cs_status read_quoted(struct line_reader *reader, char **text, struct cs_error *err)
{
    char *to = cs_arena_alloc(&reader->arena, (size_t)(reader->end - reader->at) + 1);
    *text = to;
    for (reader->at++; reader->at < reader->end; reader->at++) {
        char byte = *reader->at;
        if (byte == '"') {
            *to = '\0';
            reader->at++;
            return CS_OK;
        }
        if (byte == '\\') {
            byte = ++reader->at < reader->end ? *reader->at : '\0';
            if (byte == 'n' || byte == 't')
                byte = byte == 'n' ? '\n' : '\t';
            else if (byte != '"' && byte != '\\')
                return cs_error_set(err, CS_FAILED, _("in quotes a backslash stands only before \" \\ n t"));
        }
        *to++ = byte;
    }
    return cs_error_set(err, CS_FAILED, _("the quote is not closed on this line"));
}

/* Bare text up to `stop` (or a comment behind a space), without the spaces around it. A ; or # that is all
 * there is stands for itself: "delimiter = ;". */
static char *read_bare(struct line_reader *reader, char stop)
{
    const char *from = reader->at;
    bool alone = at_comment(reader);
    for (const char *rest = from + 1; alone && rest < reader->end; rest++)
        alone = *rest == ' ' || *rest == '\t';
    const char *to = reader->end;
    for (const char *at = from; at < reader->end && !alone; at++) {
        bool comment = (*at == ';' || *at == '#') && (at == from || at[-1] == ' ' || at[-1] == '\t');
        if (comment || (stop && *at == stop)) {
            to = at;
            break;
        }
    }
    reader->at = to;
    while (to > from && (to[-1] == ' ' || to[-1] == '\t'))
        to--;
    return cs_arena_strndup(&reader->arena, from, (size_t)(to - from));
}

/* [word] or [word "name"] */
static enum cs_status read_section(struct line_reader *reader, struct cs_error *err)
{
    struct cs_mapping_line *line = &reader->line;
    line->name = NULL;
    reader->at++;
    skip_blanks(reader);
    const char *from = reader->at;
    while (reader->at < reader->end && (isalnum((unsigned char)*reader->at) || *reader->at == '-'))
        reader->at++;
    line->section = cs_arena_strndup(&reader->arena, from, (size_t)(reader->at - from));
    for (char *letter = line->section; *letter; letter++)
        *letter = (char)tolower((unsigned char)*letter);
    skip_blanks(reader);
    if (reader->at < reader->end && *reader->at == '"') {
        enum cs_status status = read_quoted(reader, &line->name, err);
        if (status)
            return status;
        skip_blanks(reader);
    }
    if (reader->at == reader->end || *reader->at != ']' || !line->section[0])
        return cs_error_set(err, CS_FAILED, _("a section is written [word] or [word \"name\"]"));
    reader->at++;
    skip_blanks(reader);
    return CS_OK;
}

/* key = value, either in quotes or bare */
static enum cs_status read_pair(struct line_reader *reader, struct cs_error *err)
{
    struct cs_mapping_line *line = &reader->line;
    enum cs_status status = CS_OK;
    if (*reader->at == '"')
        status = read_quoted(reader, &line->key, err);
    else
        line->key = read_bare(reader, '=');
    if (status)
        return status;
    skip_blanks(reader);
    if (reader->at == reader->end || *reader->at != '=')
        return cs_error_set(err, CS_FAILED, _("a line is written key = value"));
    reader->at++;
    skip_blanks(reader);
    if (reader->at < reader->end && *reader->at == '"') {
        status = read_quoted(reader, &line->value, err);
        skip_blanks(reader);
        if (!status && reader->at < reader->end && !at_comment(reader))
            status = cs_error_set(err, CS_FAILED, _("text behind the closing quote"));
    } else {
        line->value = read_bare(reader, '\0');
    }
    return status;
}

static enum cs_status read_line(struct line_reader *reader, cs_mapping_line_fn *take, void *context,
                                struct cs_error *err)
{
    struct cs_mapping_line *line = &reader->line;
    enum cs_status status = CS_OK;
    line->key = line->value = NULL;
    skip_blanks(reader);
    if (reader->at == reader->end || at_comment(reader))
        return CS_OK;
    if (*reader->at == '[') {
        status = read_section(reader, err);
        if (!status)
            status = take(context, line, err);
        if (status || reader->at == reader->end || at_comment(reader))
            return status;
    }
    if (!line->section)
        return cs_error_set(err, CS_FAILED, _("a [section] has to come first"));
    status = read_pair(reader, err);
    return status ? status : take(context, line, err);
}

/* The place of a byte that is no text, or 0. */
static int find_bad_line(const char *text, size_t length)
{
    size_t bad = cs_utf8_check(text, length);
    const char *nul = memchr(text, '\0', length);
    if (nul && (size_t)(nul - text) < bad)
        bad = (size_t)(nul - text);
    if (bad == length)
        return 0;
    int line = 1;
    for (size_t at = 0; at < bad; at++)
        line += text[at] == '\n';
    return line;
}

enum cs_status cs_mapping_parse(const char *path, const char *text, size_t length, cs_mapping_line_fn *take,
                                void *context, struct cs_error *err)
{
    struct line_reader reader = { .arena = CS_ARENA_INIT };
    enum cs_status status = CS_OK;
    int bad = find_bad_line(text, length);
    if (bad)
        return cs_error_set(err, CS_FAILED, _("%s:%d: a mapping is written in UTF-8"), path, bad);
    const char *end = text + length;
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    while (text < end && !status) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        reader.at = text;
        reader.end = newline ? newline : end;
        while (reader.end > text && (reader.end[-1] == '\r' || reader.end[-1] == ' '))
            reader.end--;
        reader.line.number++;
        status = read_line(&reader, take, context, err);
        text = newline ? newline + 1 : end;
    }
    if (status)
        cs_error_prefix(err, "%s:%d", path, reader.line.number);
    cs_arena_release(&reader.arena);
    return status;
}
