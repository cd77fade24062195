/*
 * Drafts of mappings: what the columns of a source seem to be, from their headings and from the values of
 * its first records, written as a mapping file (io/mapping.h) in which each line says why and how sure.
 */
#ifndef CS_IO_GUESS_H
#define CS_IO_GUESS_H

#include "base/buffer.h"
#include "io/source.h"
#include "record/record.h"

enum { CS_GUESS_RECORDS = 2000 };

struct cs_guess_options {
    const struct cs_record *record;
    const struct cs_zone *zone; /* in which times without one would be read */
    const char *zone_name;
    const char *name;     /* of the input, for the first line */
    const char *encoding; /* to be said in [file]; NULL: found without being told */
    const char *command;  /* "cs-ticket import": how the draft is tried out */
    bool whole;           /* the source holds all of the input, not its beginning only */
};

/* Reads at most CS_GUESS_RECORDS records of the source and appends the draft. CS_FAILED with a sentence where
 * the source cannot be read or two of its headings are the same. Nothing of a person is in the draft: phones,
 * mail addresses and identity numbers are masked, texts that differ from record to record are not quoted. */
enum cs_status cs_guess_mapping(struct cs_source *source, const struct cs_guess_options *options,
                                struct cs_buffer *draft, struct cs_error *err);

#endif
