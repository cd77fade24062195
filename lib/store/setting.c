/* Settings of the store itself: few, read once, kept until one is set. */
#include "store/internal.h"

#include "base/text.h"

#include <stdlib.h>
#include <sys/random.h>

enum { ALL, PUT };

static const struct cs_statement list[] = {
    [ALL] = { "SELECT name, value FROM setting", "", "tt" },
    [PUT] = { "INSERT INTO setting (name, value) VALUES ($1, $2) "
              "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
              "tt", "" },
};
static const struct cs_statements statements = CS_STATEMENTS("setting", list);

void cs_store_forget_settings(struct cs_store *store)
{
    for (size_t i = 0; i < store->setting_count; i++) {
        free(store->settings[i].name);
        free(store->settings[i].value);
    }
    store->setting_count = 0;
    store->settings_known = false;
}

static enum cs_status keep(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct cs_store *store = context;
    (void)err;
    store->settings =
        cs_grow(store->settings, &store->setting_capacity, store->setting_count + 1, sizeof *store->settings);
    store->settings[store->setting_count++] = (struct cs_setting){
        .name = cs_strdup(cs_value_text(&out[0])),
        .value = out[1].type == CS_NULL ? NULL : cs_strdup(cs_value_text(&out[1])),
    };
    return CS_OK;
}

const char *cs_store_setting(struct cs_store *store, const char *name)
{
    if (!store->settings_known) {
        cs_store_forget_settings(store);
        if (cs_store_each(store, &statements, ALL, NULL, keep, store, NULL) != CS_OK)
            return NULL;
        store->settings_known = true;
    }
    for (size_t i = 0; i < store->setting_count; i++)
        if (strcmp(store->settings[i].name, name) == 0)
            return store->settings[i].value;
    return NULL;
}

enum cs_status cs_store_set(struct cs_store *store, const char *name, const char *value, struct cs_error *err)
{
    struct cs_value in[] = { cs_text(name), cs_text(value) };
    enum cs_status status = cs_store_do(store, &statements, PUT, in, NULL, err);
    cs_store_forget_settings(store);
    return status;
}

/* A random uuid (version 4): the source of the store's own cases. */
enum cs_status cs_store_name_itself(struct cs_store *store, struct cs_error *err)
{
    unsigned char bytes[16];
    struct cs_buffer text = CS_BUFFER_INIT;
    if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
        return cs_error_set(err, CS_FAILED, _("the system gave no random numbers"));
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < sizeof bytes; i++)
        cs_buffer_printf(&text, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", bytes[i]);
    enum cs_status status = cs_store_set(store, "uuid", text.text, err);
    cs_buffer_release(&text);
    return status;
}
