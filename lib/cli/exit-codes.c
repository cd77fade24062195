/* What the exit statuses mean: one table for `help exit-codes`, the manual page and --describe. */
#include "cli/inner.h"

#include <string.h>

const struct cs_exit_code cs_exit_codes[] = {
    { 0, N_("done"), N_("Everything was done; for a search also where nothing was found.") },
    { 1, N_("failed"),
      N_("Something stood against it: a missing file or store, a full disk, a rule. Nothing was changed, "
         "unless "
         "the message says \"saved\".") },
    { 2, N_("misused"),
      N_("The command line was wrong: an unknown command or option, a value out of range. Nothing was "
         "touched.") },
    { 3, N_("done, but some input records were refused"),
      N_("The good records were saved. Each refused one was named on standard error with its place and "
         "reason, "
         "and written to the file that --rejects names; mend it and import it again.") },
    { 130, N_("interrupted"),
      N_("Stopped by Ctrl-C; one line says whether something was saved. Other signals end the command with "
         "128 "
         "and their number: 141 where the reader of its output went away.") },
    { 0, NULL, NULL },
};

void cs_help_exit_codes(struct cs_buffer *out)
{
    cs_wrap(out, _("Exit statuses of all cs-tools commands:"), 0, 0);
    for (const struct cs_exit_code *code = cs_exit_codes; code->meaning; code++) {
        cs_buffer_printf(out, "\n  %-5d", code->code);
        cs_wrap(out, _(code->meaning), 7, 7);
        cs_buffer_text(out, "       ");
        cs_wrap(out, _(code->text), 7, 7);
    }
}
