/* Customers: import by source and id, masks, roles, merging, consent, history, erasure. */
#include "customer/customer.h"
#include "org/org.h"
#include "program/rooms.h"
#include "room-kit.h"
#include "ticket/ticket.h"

struct fixture {
    struct cs_store *store;
    struct cs_org *org;
    struct cs_customers *customers;
};

static void open_desk(struct fixture *f)
{
    const struct cs_customers_options options = {
        .store = f->store, .org = f->org, .now = room_time("2026-03-02T10:00"), .actor = "li"
    };
    cs_error_clear(&kit.err);
    CHECK_INT(cs_customers_new(&options, &f->customers, &kit.err), CS_OK);
}

static void add_homes(struct fixture *f)
{
    static const struct {
        enum cs_org_noun noun;
        const char *line;
    } lines[] = { { CS_ORG_UNIT, "code=P01|name=听澜苑|kind=project" },
                  { CS_ORG_HOME, "code=H1|project=P01|place=3-2-1801" },
                  { CS_ORG_HOME, "code=H2|project=P01|place=3-2-1802" } };
    enum cs_org_change change;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct cs_org_import *import = cs_org_import_new(f->org, lines[i].noun);
        struct cs_row row;
        cs_row_init(&row, cs_org_records[lines[i].noun]);
        room_row(&row, lines[i].line);
        CHECK_INT(cs_org_import_row(import, &row, room_has, NULL, &change, &kit.err), CS_OK);
        CHECK_INT(cs_org_import_finish(import, &kit.err), CS_OK);
        cs_row_release(&row);
        cs_org_import_free(import);
    }
}

static struct fixture begin(void)
{
    struct fixture f = { .store = room_store() };
    f.org = cs_org_new(f.store);
    add_homes(&f);
    open_desk(&f);
    return f;
}

static void end(struct fixture *f)
{
    cs_customers_free(f->customers);
    cs_org_free(f->org);
    cs_store_close(f->store);
}

static enum cs_status take_from(struct fixture *f, const char *source, const char *line,
                                enum cs_customer_change *change)
{
    struct cs_row row;
    cs_row_init(&row, &cs_customer_record);
    room_row(&row, line);
    cs_error_clear(&kit.err);
    enum cs_status status = cs_customer_take(f->customers, &row, source, room_has, NULL, change, &kit.err);
    cs_row_release(&row);
    return status;
}

static enum cs_customer_change take(struct fixture *f, const char *line)
{
    enum cs_customer_change change = CS_CUSTOMER_UNCHANGED;
    CHECK_THAT(take_from(f, "crm", line, &change) == CS_OK, "%s: %s", line, kit.err.text);
    return change;
}

static int64_t id_of(struct fixture *f, const char *name)
{
    int64_t id = 0;
    cs_error_clear(&kit.err);
    CHECK_THAT(cs_customer_find(f->customers, name, &id, &kit.err) == CS_OK, "%s: %s", name, kit.err.text);
    return id;
}

#define WANG "external_id=C1|name=王女士|phone=13800001234"

CS_TEST(digest, "a row as it came last is unchanged, another changes what it says")
{
    struct fixture f = begin();
    CHECK_INT(take(&f, WANG), CS_CUSTOMER_INSERTED);
    CHECK_INT(take(&f, WANG), CS_CUSTOMER_UNCHANGED);
    CHECK_INT(take(&f, "external_id=C1|name=王女士|phone=13800001234|stage=settled"), CS_CUSTOMER_UPDATED);
    CHECK_INT(take(&f, "external_id=C1|name=王女士"), CS_CUSTOMER_UNCHANGED); /* no phone column: it stays */
    CHECK_TEXT(room_view(f.store, &cs_customer_view, "source external_id name kind phone stage"),
               "crm|C1|王女士|buyer|13800001234|settled\n");
    CHECK_INT(take(&f, "external_id=C1|name=王女士|phone= "),
              CS_CUSTOMER_UPDATED); /* an empty cell empties */
    CHECK_TEXT(room_view(f.store, &cs_customer_view, "phone stage"), "|settled\n");
    end(&f);
}

CS_TEST(sources, "the same id of two sources is two customers; a bare id must be of one")
{
    struct fixture f = begin();
    enum cs_customer_change change;
    int64_t id;
    take(&f, WANG);
    CHECK_INT(take_from(&f, "app", WANG, &change), CS_OK);
    CHECK_INT(change, CS_CUSTOMER_INSERTED);
    CHECK_INT(take_from(&f, "crm", "source=app|external_id=C1|name=王女士|phone=13800001234", &change),
              CS_OK);
    CHECK_INT(change, CS_CUSTOMER_UNCHANGED);
    CHECK(id_of(&f, "crm:C1") != id_of(&f, "app:C1"));
    cs_error_clear(&kit.err);
    CHECK_INT(cs_customer_find(f.customers, "C1", &id, &kit.err), CS_NONE);
    CHECK(kit_errs("write source:external-id"));
    cs_error_clear(&kit.err);
    CHECK_INT(cs_customer_find(f.customers, "C9", &id, &kit.err), CS_NONE);
    CHECK(kit_errs("there is no customer \"C9\""));
    cs_error_clear(&kit.err);
    CHECK_INT(cs_customer_find(f.customers, "none:C1", &id, &kit.err), CS_NONE);
    CHECK_INT(id_of(&f, "1"), id_of(&f, "crm:C1"));
    end(&f);
}

CS_TEST(masked, "a mask leaves what is there; on a new record it is refused for our own and kept for others")
{
    struct fixture f = begin();
    enum cs_customer_change change;
    take(&f, WANG);
    CHECK_INT(take(&f, "external_id=C1|name=王女士|phone=138****1234"), CS_CUSTOMER_UNCHANGED);
    CHECK_INT(take(&f, "external_id=C1|name=王姐|phone=138****1234"), CS_CUSTOMER_UPDATED);
    CHECK_TEXT(room_view(f.store, &cs_customer_view, "name phone"), "王姐|13800001234\n");
    CHECK_INT(take(&f, "external_id=C2|name=李先生|phone=139****5678|identity=110***********1234"),
              CS_CUSTOMER_INSERTED);
    CHECK_TEXT(room_view(f.store, &cs_customer_view, "external_id phone"),
               "C1|13800001234\nC2|139****5678\n");
    CHECK_INT(
        take_from(&f, cs_store_setting(f.store, "uuid"), "external_id=C3|name=张|phone=139****5678", &change),
        CS_REFUSED);
    CHECK(kit_errs("phone: is masked"));
    end(&f);
}

CS_TEST(refused, "a row without name or number is refused")
{
    struct fixture f = begin();
    enum cs_customer_change change;
    CHECK_INT(take_from(&f, "crm", "external_id=C1", &change), CS_REFUSED);
    CHECK(kit_errs("name: must not be empty"));
    CHECK_INT(take_from(&f, "crm", "name=王", &change), CS_REFUSED);
    CHECK(kit_errs("external_id: must not be empty"));
    CHECK_INT(take_from(&f, "crm", "external_id=C1|name=王|home=H9", &change), CS_REFUSED);
    CHECK(kit_errs("home: there is no home \"H9\""));
    end(&f);
}

static enum cs_status take_role(struct fixture *f, const char *line, enum cs_customer_change *change)
{
    struct cs_row row;
    cs_row_init(&row, &cs_home_role_record);
    room_row(&row, line);
    cs_error_clear(&kit.err);
    enum cs_status status = cs_home_role_take(f->customers, &row, change, &kit.err);
    cs_row_release(&row);
    return status;
}

CS_TEST(roles, "homes come with the customer or by themselves")
{
    struct fixture f = begin();
    enum cs_customer_change change;
    take(&f, "external_id=C1|name=王女士|home=H1|role=tenant");
    take(&f, "external_id=C2|name=李先生|home=H1");
    CHECK_INT(take_role(&f, "customer=crm:C1|home=H2|role=owner|from_on=2020-01-01", &change), CS_OK);
    CHECK_INT(change, CS_CUSTOMER_INSERTED);
    CHECK_INT(take_role(&f, "customer=C1|home=H2|role=owner|from_on=2020-01-01", &change), CS_OK);
    CHECK_INT(change, CS_CUSTOMER_UNCHANGED);
    CHECK_INT(take_role(&f, "customer=1|home=H2|role=owner|from_on=2020-01-01|until_on=2025-12-31", &change),
              CS_OK);
    CHECK_INT(change, CS_CUSTOMER_UPDATED);
    CHECK_TEXT(room_view(f.store, &cs_home_role_view, "customer home role from_on until_on"),
               "crm:C1|H1|tenant||\ncrm:C2|H1|owner||\ncrm:C1|H2|owner|2020-01-01|2025-12-31\n");
    CHECK_INT(take_role(&f, "customer=C9|home=H2|role=owner", &change), CS_REFUSED);
    CHECK(kit_errs("customer: there is no customer"));
    CHECK_INT(take_role(&f, "customer=C1|home=H9|role=owner", &change), CS_REFUSED);
    CHECK_INT(take_role(&f, "customer=C1|home=H1", &change), CS_REFUSED);
    CHECK(kit_errs("role: must not be empty"));
    CHECK_INT(take_role(&f, "customer=C1|home=H1|role=owner|from_on=2026-02-01|until_on=2026-01-01", &change),
              CS_REFUSED);
    CHECK(kit_errs("until_on"));
    CHECK_TEXT(room_view(f.store, &cs_customer_view, "external_id homes cases"), "C1|2|0\nC2|1|0\n");
    end(&f);
}

CS_TEST(households, "a household is known by its name")
{
    struct fixture f = begin();
    take(&f, "external_id=C1|name=王女士|household=王家");
    take(&f, "external_id=C2|name=王先生|household=王家");
    CHECK_TEXT(room_view(f.store, &cs_customer_view, "external_id household"), "C1|王家\nC2|王家\n");
    end(&f);
}

/* ---- merging ---- */

CS_TEST(merging, "a merged record is another name of its survivor")
{
    struct fixture f = begin();
    enum cs_customer_change change;
    take(&f, "external_id=C1|name=王女士|home=H1");
    take(&f, "external_id=C2|name=王小姐|phone=13800001234|email=w@hx.example|home=H2");
    take(&f, "external_id=C3|name=王|identity=110101199003070038");
    int64_t first = id_of(&f, "C1"), second = id_of(&f, "C2"), third = id_of(&f, "C3");
    CHECK_INT(cs_customer_merge(f.customers, second, third, &kit.err), CS_OK);
    CHECK_INT(cs_customer_merge(f.customers, first, second, &kit.err), CS_OK);
    CHECK_INT(id_of(&f, "C2"), first);
    CHECK_INT(id_of(&f, "crm:C3"), first); /* the chain is flat */
    CHECK_TEXT(
        room_view(f.store, &cs_customer_view, "external_id name phone email homes merged_into"),
        "C1|王女士|13800001234|w@hx.example|2|\nC2|王小姐|13800001234|w@hx.example|0|1\nC3|王|||0|1\n");
    CHECK_INT(cs_customer_merge(f.customers, first, first, &kit.err), CS_REFUSED);
    CHECK(kit_errs("one customer already"));
    /* A later import of the merged record fills what the survivor lacks, and its home goes there. */
    CHECK_INT(take_from(&f, "crm",
                        "external_id=C2|name=王小姐|phone=13900009999|channel=chat|home=H1|role=family",
                        &change),
              CS_OK);
    CHECK_INT(change, CS_CUSTOMER_UPDATED);
    CHECK_TEXT(room_view(f.store, &cs_customer_view, "external_id phone channel"),
               "C1|13800001234|chat\nC2|13900009999|chat\nC3||\n");
    CHECK(strstr(room_view(f.store, &cs_home_role_view, "customer home role"), "crm:C1|H1|family\n") != NULL);
    end(&f);
}

CS_TEST(merge_erased, "who was erased cannot be merged")
{
    struct fixture f = begin();
    struct cs_forgotten forgotten;
    take(&f, WANG);
    take(&f, "external_id=C2|name=李先生");
    CHECK_INT(cs_customer_forget(f.customers, id_of(&f, "C2"), &forgotten, &kit.err), CS_OK);
    CHECK_INT(cs_customer_merge(f.customers, id_of(&f, "C1"), id_of(&f, "C2"), &kit.err), CS_REFUSED);
    CHECK(kit_errs("erased"));
    end(&f);
}

/* ---- consent ---- */

static void say(struct fixture *f, const char *purpose, bool given, const char *at)
{
    struct cs_consent consent = {
        .purpose = purpose, .ground = "consent", .given = given, .at = room_time(at)
    };
    CHECK_INT(cs_customer_consent(f->customers, id_of(f, "C1"), &consent, &kit.err), CS_OK);
}

static bool allows(struct fixture *f, const char *purpose)
{
    bool allowed = false;
    CHECK_INT(cs_customer_allows(f->customers, id_of(f, "C1"), purpose, &allowed, &kit.err), CS_OK);
    return allowed;
}

CS_TEST(consents, "the newest word on a purpose counts; service needs none")
{
    struct fixture f = begin();
    take(&f, WANG);
    CHECK(allows(&f, "service"));
    CHECK(!allows(&f, "marketing"));
    say(&f, "marketing", true, "2026-01-01T10:00");
    CHECK(allows(&f, "marketing"));
    say(&f, "marketing", false, "2026-02-01T10:00");
    CHECK(!allows(&f, "marketing"));
    say(&f, "marketing", true, "2026-01-15T10:00"); /* written down late: the withdrawal is newer */
    CHECK(!allows(&f, "marketing"));
    CHECK(!allows(&f, "survey"));
    CHECK_TEXT(room_view(f.store, &cs_consent_view, "purpose given ground actor"),
               "marketing|yes|consent|li\nmarketing|no|consent|li\nmarketing|yes|consent|li\n");
    end(&f);
}

/* ---- history ---- */

static const char *history(struct fixture *f, const char *name, bool unmask)
{
    static struct room_lines lines;
    lines = (struct room_lines){ .fields = "seq verb field old new actor" };
    CHECK_INT(cs_customer_history(f->customers, id_of(f, name), unmask, room_gather, &lines, &kit.err),
              CS_OK);
    return lines.text;
}

CS_TEST(histories, "each change is an event; phones in it are masked as phones are")
{
    struct fixture f = begin();
    take(&f, WANG);
    take(&f, "external_id=C1|name=王姐|phone=13900005678");
    CHECK_TEXT(history(&f, "C1", false), "1|import||||li\n2|change|name|王女士|王姐|li\n"
                                         "3|change|phone|138****1234|139****5678|li\n");
    CHECK(strstr(history(&f, "C1", true), "13800001234|13900005678") != NULL);
    end(&f);
}

/* ---- erasure ---- */

CS_TEST(erases, "erasing blanks the person and its other names; twice is harmless")
{
    struct fixture f = begin();
    struct cs_forgotten forgotten;
    take(&f, "external_id=C1|name=王女士|phone=13800001234|watch=孕妇|household=王家|home=H1");
    take(&f, "external_id=C2|name=王小姐|email=w@hx.example");
    take(&f, "external_id=C1|name=王姐|phone=13800001234");
    int64_t id = id_of(&f, "C1");
    CHECK_INT(cs_customer_merge(f.customers, id, id_of(&f, "C2"), &kit.err), CS_OK);
    CHECK_INT(cs_customer_forget(f.customers, id, &forgotten, &kit.err), CS_OK);
    CHECK_INT(forgotten.records, 2);
    CHECK(!forgotten.before);
    CHECK_TEXT(
        room_view(f.store, &cs_customer_view, "external_id name phone email watch household erased_at"),
        "C1||||||2026-03-02T10:00:00+08:00\nC2||||||2026-03-02T10:00:00+08:00\n");
    CHECK(!strstr(history(&f, "C1", true), "王"));
    CHECK(strstr(history(&f, "C1", true), "|erase|") != NULL);
    CHECK_INT(cs_customer_forget(f.customers, id, &forgotten, &kit.err), CS_OK);
    CHECK_INT(forgotten.records, 0);
    CHECK(forgotten.before);
    struct cs_consent consent = { .purpose = "survey", .ground = "consent", .given = true };
    CHECK_INT(cs_customer_consent(f.customers, id, &consent, &kit.err), CS_REFUSED);
    end(&f);
}

CS_TEST(stays_away, "an import does not bring an erased person back, by number, by phone, or in a new store")
{
    struct fixture f = begin();
    struct cs_forgotten forgotten;
    enum cs_customer_change change;
    take(&f, WANG);
    CHECK_INT(cs_customer_forget(f.customers, id_of(&f, "C1"), &forgotten, &kit.err), CS_OK);
    CHECK_INT(cs_customer_forget_save(f.customers, &kit.err), CS_OK);
    CHECK_INT(take(&f, WANG), CS_CUSTOMER_ERASED);
    CHECK_INT(take_from(&f, "app", "external_id=A7|name=王|phone=+86 138-0000-1234", &change), CS_OK);
    CHECK_INT(change, CS_CUSTOMER_ERASED);
    CHECK_INT(take_from(&f, "app", "external_id=A8|name=李|phone=13800001235", &change), CS_OK);
    CHECK_INT(change, CS_CUSTOMER_INSERTED);
    CHECK(cs_customer_is_forgotten(f.customers, "0086 13800001234"));
    CHECK(!cs_customer_is_forgotten(f.customers, ""));
    struct cs_row row;
    cs_row_init(&row, &cs_home_role_record);
    room_row(&row, "customer=crm:C1|home=H1|role=owner");
    CHECK_INT(cs_home_role_take(f.customers, &row, &change, &kit.err), CS_OK);
    CHECK_INT(change, CS_CUSTOMER_ERASED);
    cs_row_release(&row);
    /* The list lies beside the store: another desk, or a store from an old backup, still knows. */
    cs_customers_free(f.customers);
    open_desk(&f);
    CHECK(cs_customer_is_forgotten(f.customers, "13800001234"));
    CHECK_INT(take_from(&f, "hotline", "external_id=X1|name=王|phone=13800001234", &change), CS_OK);
    CHECK_INT(change, CS_CUSTOMER_ERASED);
    end(&f);
}

CS_TEST(list_file,
        "the list of the erased is for its owner alone, holds no number, and is refused when damaged")
{
    struct fixture f = begin();
    struct cs_forgotten forgotten;
    struct stat about;
    char text[1024] = "";
    take(&f, WANG);
    CHECK_INT(cs_customer_forget_save(f.customers, &kit.err), CS_OK);
    CHECK(stat(kit_path("s.db.forgotten"), &about) != 0); /* nobody was erased: no file */
    CHECK_INT(cs_customer_forget(f.customers, id_of(&f, "C1"), &forgotten, &kit.err), CS_OK);
    CHECK_INT(cs_customer_forget_save(f.customers, &kit.err), CS_OK);
    CHECK_INT(stat(kit_path("s.db.forgotten"), &about), 0);
    CHECK_INT(about.st_mode & 0777, 0600);
    FILE *file = fopen(kit_path("s.db.forgotten"), "r");
    CHECK(file && fread(text, 1, sizeof text - 1, file) == 3 * 65); /* key, number, phone */
    CHECK(!strstr(text, "13800001234") && !strstr(text, "C1"));
    if (file)
        fclose(file);
    file = fopen(kit_path("s.db.forgotten"), "w");
    fputs("what is this\n", file);
    fclose(file);
    cs_customers_free(f.customers);
    const struct cs_customers_options options = { .store = f.store, .org = f.org };
    cs_error_clear(&kit.err);
    CHECK_INT(cs_customers_new(&options, &f.customers, &kit.err), CS_FAILED);
    CHECK(kit_errs("is damaged"));
    end(&f);
}
