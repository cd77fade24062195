/*
 * Mapping files: how a CRM's columns and values become ours. Git-config-like INI, read by a small reader of
 * our own:
 *
 *   [file]              delimiter = ;   encoding = gb18030   zone = Asia/Shanghai   dates = day-first |
 * month-first [column "Ticket Status"]  to = state          (one heading; several columns may not go to one
 * field) [value "state"]     Open = received           (a value of that field, before validation) [constant]
 * kind = repair             (for every record) [ignore]            column = Ticket ID 2      (known and not
 * wanted, no notice)
 *
 * Lines may end in a comment that begins with ; or # outside quotes; values may be quoted with "" and
 * backslash escapes.
 */
#ifndef CS_IO_MAPPING_H
#define CS_IO_MAPPING_H

#include "base/status.h"
#include "record/record.h"

struct cs_mapping;

/* Reads a mapping by path. Faults name file and line. The caller owns *mapping. */
enum cs_status cs_mapping_load(const char *path, const struct cs_record *record, struct cs_mapping **mapping,
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
