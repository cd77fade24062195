/* A template cut into pieces, by the rules of the Mustache specification. */
#include "io/template-parse.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH = 64, NAME_BYTES = 200, MARK_BYTES = 16 };

struct cutter {
    struct cs_pieces *pieces;
    const char *begin, *at, *end;
    char open[MARK_BYTES + 1], close[MARK_BYTES + 1];
    const char *line_from; /* lines were counted up to here */
    int line;
    size_t sections[DEPTH]; /* pieces that opened sections not closed yet */
    size_t depth;
};

/* A tag as it stands in the text. */
struct tag {
    const char *from, *to; /* with its delimiters */
    const char *inside, *inside_end;
    char sign; /* # ^ / ! > & = { or 0 */
    int line;
};

static int line_of(struct cutter *cutter, const char *at)
{
    for (; cutter->line_from < at; cutter->line_from++)
        cutter->line += *cutter->line_from == '\n';
    return cutter->line;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static struct cs_piece *add_piece(struct cutter *cutter, enum cs_piece_kind kind, const char *text,
                                  size_t length, int line)
{
    struct cs_pieces *pieces = cutter->pieces;
    pieces->items = cs_grow(pieces->items, &pieces->room, pieces->count + 1, sizeof *pieces->items);
    struct cs_piece *piece = &pieces->items[pieces->count++];
    *piece = (struct cs_piece){ .kind = kind, .text = text, .length = length, .line = line, .indent = "" };
    return piece;
}

static void add_text(struct cutter *cutter, const char *from, const char *to)
{
    if (from < to)
        add_piece(cutter, CS_PIECE_TEXT, from, (size_t)(to - from), line_of(cutter, from));
}

/* The next place where `mark` stands, or NULL. */
static const char *find_mark(const char *from, const char *end, const char *mark)
{
    return memmem(from, (size_t)(end - from), mark, strlen(mark));
}

/* Reads the tag that opens at tag->from. */
static enum cs_status read_tag(struct cutter *cutter, struct tag *tag, struct cs_error *err)
{
    const char *from = tag->from;
    tag->line = line_of(cutter, from);
    tag->inside = from + strlen(cutter->open);
    while (tag->inside < cutter->end && (is_blank(*tag->inside)))
        tag->inside++;
    tag->sign = tag->inside < cutter->end ? *tag->inside : '\0';
    if (!tag->sign || !strchr("#^/!>&={", tag->sign))
        tag->sign = '\0';
    else
        tag->inside++;
    char close[MARK_BYTES + 2];
    snprintf(close, sizeof close, "%s%s",
             tag->sign == '='   ? "="
             : tag->sign == '{' ? "}"
                                : "",
             cutter->close);
    tag->inside_end = find_mark(tag->inside, cutter->end, close);
    if (!tag->inside_end)
        return cs_error_set(err, CS_FAILED, _("a tag that opens here is not closed with %s"), close);
    tag->to = tag->inside_end + strlen(close);
    while (tag->inside < tag->inside_end && strchr(" \t\r\n", *tag->inside))
        tag->inside++;
    while (tag->inside < tag->inside_end && strchr(" \t\r\n", tag->inside_end[-1]))
        tag->inside_end--;
    return CS_OK;
}

/* Does the tag stand alone on its line? Then *before and *after are the bounds of what goes with it. */
static bool stands_alone(const struct cutter *cutter, const struct tag *tag, const char **before,
                         const char **after)
{
    if (!tag->sign || strchr("&{", tag->sign))
        return false;
    const char *from = tag->from, *to = tag->to;
    while (from > cutter->begin && is_blank(from[-1]))
        from--;
    while (to < cutter->end && is_blank(*to))
        to++;
    if (from > cutter->begin && from[-1] != '\n')
        return false;
    if (to < cutter->end && *to == '\r' && to + 1 < cutter->end && to[1] == '\n')
        to++;
    if (to < cutter->end && *to != '\n')
        return false;
    *before = from;
    *after = to < cutter->end ? to + 1 : to;
    return true;
}

/* {{=<% %>=}} */
static enum cs_status change_marks(struct cutter *cutter, const struct tag *tag, struct cs_error *err)
{
    const char *gap = tag->inside;
    while (gap < tag->inside_end && !strchr(" \t\r\n", *gap))
        gap++;
    const char *second = gap;
    while (second < tag->inside_end && strchr(" \t\r\n", *second))
        second++;
    size_t opening = (size_t)(gap - tag->inside), closing = (size_t)(tag->inside_end - second);
    if (!opening || !closing || opening > MARK_BYTES - 1 || closing > MARK_BYTES - 1 ||
        memchr(tag->inside, '=', (size_t)(tag->inside_end - tag->inside)) || memchr(second, ' ', closing))
        return cs_error_set(err, CS_FAILED, _("delimiters are changed like this: {{=<%% %%>=}}"));
    memcpy(cutter->open, tag->inside, opening);
    cutter->open[opening] = '\0';
    memcpy(cutter->close, second, closing);
    cutter->close[closing] = '\0';
    return CS_OK;
}

static enum cs_status end_section(struct cutter *cutter, struct cs_piece *piece, struct cs_error *err)
{
    if (!cutter->depth)
        return cs_error_set(err, CS_FAILED, _("{{/%s}} ends a section that was not begun"), piece->text);
    struct cs_piece *begin = &cutter->pieces->items[cutter->sections[--cutter->depth]];
    if (strcmp(begin->text, piece->text) != 0)
        return cs_error_set(err, CS_FAILED, _("{{/%s}} stands where {{/%s}} should (begun on line %d)"),
                            piece->text, begin->text, begin->line);
    begin->end = cutter->pieces->count - 1;
    return CS_OK;
}

static enum cs_piece_kind kind_of(char sign)
{
    switch (sign) {
    case '#':
        return CS_PIECE_SECTION;
    case '^':
        return CS_PIECE_INVERTED;
    case '/':
        return CS_PIECE_END;
    case '>':
        return CS_PIECE_PARTIAL;
    default:
        return sign ? CS_PIECE_RAW : CS_PIECE_VALUE;
    }
}

/* A tag with a name becomes a piece. `indent` is what stands before it where it stands alone. */
static enum cs_status add_tag(struct cutter *cutter, const struct tag *tag, const char *indent,
                              struct cs_error *err)
{
    size_t length = (size_t)(tag->inside_end - tag->inside);
    if (!length)
        return cs_error_set(err, CS_FAILED, _("a tag without a name"));
    if (length > NAME_BYTES || memchr(tag->inside, '\0', length))
        return cs_error_set(err, CS_FAILED, _("a name of more than %d bytes"), NAME_BYTES);
    struct cs_arena *arena = &cutter->pieces->arena;
    enum cs_piece_kind kind = kind_of(tag->sign);
    struct cs_piece *piece =
        add_piece(cutter, kind, cs_arena_strndup(arena, tag->inside, length), length, tag->line);
    piece->indent = cs_arena_strndup(arena, indent, (size_t)(tag->from - indent));
    if (kind == CS_PIECE_END)
        return end_section(cutter, piece, err);
    if (kind != CS_PIECE_SECTION && kind != CS_PIECE_INVERTED)
        return CS_OK;
    if (cutter->depth == DEPTH)
        return cs_error_set(err, CS_FAILED, _("sections are nested deeper than %d"), DEPTH);
    cutter->sections[cutter->depth++] = cutter->pieces->count - 1;
    return CS_OK;
}

static enum cs_status cut(struct cutter *cutter, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    while (!status) {
        const char *from = find_mark(cutter->at, cutter->end, cutter->open);
        if (!from)
            break;
        struct tag tag = { .from = from, .to = from };
        status = read_tag(cutter, &tag, err);
        if (status)
            break;
        const char *before = tag.from, *after = tag.to;
        stands_alone(cutter, &tag, &before, &after);
        add_text(cutter, cutter->at, before > cutter->at ? before : cutter->at);
        if (tag.sign == '=')
            status = change_marks(cutter, &tag, err);
        else if (tag.sign != '!')
            status = add_tag(cutter, &tag, before, err);
        cutter->at = after;
    }
    add_text(cutter, cutter->at, status ? cutter->at : cutter->end);
    return status;
}

enum cs_status cs_pieces_parse(struct cs_pieces *pieces, const char *name, const char *text, size_t length,
                               struct cs_error *err)
{
    struct cutter cutter = { .pieces = pieces,
                             .begin = text,
                             .at = text,
                             .end = text + length,
                             .open = "{{",
                             .close = "}}",
                             .line_from = text,
                             .line = 1 };
    *pieces = (struct cs_pieces){ .arena = CS_ARENA_INIT };
    enum cs_status status = cut(&cutter, err);
    int line = cutter.line;
    if (!status && cutter.depth) {
        const struct cs_piece *open = &pieces->items[cutter.sections[cutter.depth - 1]];
        line = open->line;
        status = cs_error_set(err, CS_FAILED, _("the section {{#%s}} is not closed"), open->text);
    }
    if (status)
        cs_error_prefix(err, "%s:%d", name, line);
    return status;
}

void cs_pieces_release(struct cs_pieces *pieces)
{
    free(pieces->items);
    cs_arena_release(&pieces->arena);
    *pieces = (struct cs_pieces){ .arena = CS_ARENA_INIT };
}
