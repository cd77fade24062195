/* Pieces of Markdown, for sinks and pages. */
#ifndef CS_IO_SINK_MD_H
#define CS_IO_SINK_MD_H

#include "io/sink.h"

#include "base/buffer.h"

/* Text with the signs escaped that Markdown or HTML would take for markup; line ends become spaces. */
void cs_md_cell(struct cs_buffer *out, const char *text, size_t length);
void cs_md_headings(struct cs_buffer *out, const struct cs_record *record, const int *fields, size_t count);
void cs_md_row(struct cs_buffer *out, struct cs_buffer *scratch, const struct cs_sink_options *options,
               const struct cs_row *row, const int *fields, size_t count);

#endif
