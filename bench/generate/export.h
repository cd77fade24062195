/* The four systems whose exports the demo holds. */
#ifndef CS_BENCH_EXPORT_H
#define CS_BENCH_EXPORT_H

#include "generate.h"

enum cs_gen_system { CS_GEN_CRM, CS_GEN_KEEPER, CS_GEN_APP, CS_GEN_HOTLINE, CS_GEN_SYSTEMS };

void cs_gen_export_open(struct cs_gen_file *file, const char *folder, int which);
void cs_gen_export(struct cs_gen_file *file, int which, const struct cs_gen_case *item, int number);

/* Behind some rows: a row that an import must refuse in words. */
void cs_gen_spoil(struct cs_gen_file *file, int which, int number);

#endif
