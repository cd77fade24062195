/* Diagnostics: counted here, shown by whoever listens. */
#include "base/diag.h"
#include "base/buffer.h"

void cs_diag_say(struct cs_diag *diag, enum cs_severity severity, const struct cs_place *place,
                 const char *format, ...)
{
    if (!diag)
        return;
    size_t *count[] = {
        [CS_NOTICE] = &diag->notices, [CS_WARNING] = &diag->warnings, [CS_ERROR] = &diag->errors
    };
    ++*count[severity];
    struct cs_buffer text = CS_BUFFER_INIT;
    va_list list;
    va_start(list, format);
    cs_buffer_vprintf(&text, format, list);
    va_end(list);
    diag->say(diag->context, severity, place, text.text);
    cs_buffer_release(&text);
}
