/* Splitting well-formed CSV records fast; what is odd is left to libcsv (source-csv.c). */
#ifndef CS_IO_CSV_SPLIT_H
#define CS_IO_CSV_SPLIT_H

#include "io/source.h"

#include <sys/types.h>

struct cs_csv_split {
    char delimiter;
    bool last;             /* nothing comes after the text */
    bool quoted;           /* the record held a quote, so perhaps line ends too */
    struct cs_cell *cells; /* of the record split last; texts lie in `text` */
    size_t count, room;
    size_t length; /* of the record without its line end */
    char *text;
    size_t text_room;
};

enum { CS_SPLIT_MORE = 0, CS_SPLIT_ODD = -1 };

/* Splits the record that begins at text (no blank line). Returns the bytes it takes with its line end;
 * CS_SPLIT_MORE where the text ends before it does; CS_SPLIT_ODD where only libcsv may judge it. */
ssize_t cs_csv_split(struct cs_csv_split *split, const char *text, size_t length);
void cs_csv_split_release(struct cs_csv_split *split);

#endif
