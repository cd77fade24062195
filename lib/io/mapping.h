/*
 * Mapping files: how a CRM's columns and values become ours. Git-config-like INI, read by a small reader of
 * our own:
 *
 *   [file]                   ; of the whole file: delimiter, encoding, zone, dates (day-first, month-first)
 *   delimiter = ;
 *   [column "Ticket Status"] ; one heading; several columns may not go to one field
 *   to = state
 *   [value "state"]          ; the values of that field, before validation
 *   Open = received
 *   [constant]               ; for every record; wins over a column
 *   kind = repair
 *   [ignore]                 ; known and not wanted: no notice
 *   column = Ticket ID 2
 *
 * Lines may end in a comment that begins with ; or # outside quotes; values may be quoted with "" and
 * backslash escapes. The first key may stand on the line of its section. Headings and values are compared
 * byte for byte, but for spaces around a value.
 */
#ifndef CS_IO_MAPPING_H
#define CS_IO_MAPPING_H

#include "base/status.h"
#include "record/record.h"

struct cs_mapping;

/* Reads a mapping by path. Faults name file and line. The caller owns *mapping. */
enum cs_status cs_mapping_load(const char *path, const struct cs_record *record, struct cs_mapping **mapping,
                               struct cs_error *err);

/* The same from text in memory; `name` stands for the path in messages. */
enum cs_status cs_mapping_read(const char *name, const char *text, size_t length,
                               const struct cs_record *record, struct cs_mapping **mapping,
                               struct cs_error *err);
void cs_mapping_free(struct cs_mapping *mapping);

const char *cs_mapping_file(const struct cs_mapping *mapping, const char *key); /* of [file], or NULL */

/* The field that a heading goes to: index, -1 not said (try the record's own headings), -2 ignored. */
int cs_mapping_column(const struct cs_mapping *mapping, const char *heading);

/* The value that stands for `text` in a field; NULL: itself. */
const char *cs_mapping_value(const struct cs_mapping *mapping, int field, const char *text, size_t length);

/* The constant of a field, or NULL. */
const char *cs_mapping_constant(const struct cs_mapping *mapping, int field);

#endif
