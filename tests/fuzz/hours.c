/* Hours of the day and the settings of messages: whatever is typed is refused in words, or kept in a spelling
 * that is taken again and stays as it is. */
#include "base/memory.h"
#include "notify/notify.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was kept once is kept the same again. */
static void check_setting(const char *name, const char *value)
{
    struct cs_buffer once = CS_BUFFER_INIT, twice = CS_BUFFER_INIT;
    struct cs_error err = CS_ERROR_INIT;
    if (cs_notify_check_setting(name, value, &once, &err) == CS_OK &&
        (cs_notify_check_setting(name, once.text, &twice, &err) != CS_OK ||
         strcmp(once.text, twice.text) != 0))
        abort();
    cs_buffer_release(&once);
    cs_buffer_release(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = cs_strndup((const char *)data, size);
    for (const struct cs_notify_setting *each = cs_notify_settings; each->name; each++)
        check_setting(each->name, text);
    free(text);
    return 0;
}
