/* Where the columns of a source go: resolved once by the mapping and the record's own headings. */
#ifndef CS_IO_COLUMNS_H
#define CS_IO_COLUMNS_H

#include "io/reader.h"

struct cs_columns;

/* All three are borrowed and must outlive it. */
struct cs_columns *cs_columns_new(struct cs_source *source, const struct cs_record *record,
                                  const struct cs_reader_options *options);
void cs_columns_free(struct cs_columns *columns);

/* Resolves the headings that came since the last time: all at once for CSV, key by key for JSON. CS_FAILED
 * where two columns give one field and neither is better. */
enum cs_status cs_columns_resolve(struct cs_columns *columns, struct cs_error *err);

const struct cs_reader_column *cs_columns_at(const struct cs_columns *columns, size_t column); /* or NULL */
bool cs_columns_keeps(const struct cs_columns *columns, size_t column); /* its cells go to extra */
bool cs_columns_any_extra(const struct cs_columns *columns);
bool cs_columns_has(const struct cs_columns *columns, int field); /* some column or constant gives it */
int cs_columns_watched(const struct cs_columns *columns);         /* or -1 */

#endif
