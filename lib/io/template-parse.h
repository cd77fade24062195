/* A template cut into pieces. */
#ifndef CS_IO_TEMPLATE_PARSE_H
#define CS_IO_TEMPLATE_PARSE_H

#include "base/memory.h"
#include "base/status.h"

enum cs_piece_kind {
    CS_PIECE_TEXT,
    CS_PIECE_VALUE, /* {{x}} */
    CS_PIECE_RAW,   /* {{{x}}} {{&x}} */
    CS_PIECE_SECTION,
    CS_PIECE_INVERTED,
    CS_PIECE_END,
    CS_PIECE_PARTIAL,
};

struct cs_piece {
    enum cs_piece_kind kind;
    const char *text; /* of TEXT (borrowed); else the name, NUL ended, in the arena */
    size_t length;
    int line;
    size_t end;         /* of a section: the piece that ends it */
    const char *indent; /* of a partial that stands alone on its line, else "" */
};

struct cs_pieces {
    struct cs_piece *items;
    size_t count, room;
    struct cs_arena arena;
};

/* Cuts a template up. Faults come as "NAME:LINE: sentence". Release in any case. */
enum cs_status cs_pieces_parse(struct cs_pieces *pieces, const char *name, const char *text, size_t length,
                               struct cs_error *err);
void cs_pieces_release(struct cs_pieces *pieces);

#endif
