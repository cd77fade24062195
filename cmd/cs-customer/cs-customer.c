/* cs-customer: people, their homes, their consent and their history. */
#include "cs-customer.h"

#include "customer/find.h"

struct list_args {
    struct cs_list_args list;
};

static const struct cs_option import_options[] = {
    CS_OPT_TEXT(0, "source", struct cs_import_args, source, N_("NAME"),
                N_("system that the records come from"), .byname = "import"),
    CS_OPT_END
};

#define LIST_OPTIONS(name, record)                                                                           \
    static const struct cs_option name##_options[] = {                                                       \
        CS_OPT_SHARED(cs_list_options, struct list_args, list),                                              \
        CS_OPT_FIELDS(&record, CS_FIELDS_FILTERS, struct list_args, list.filters), CS_OPT_END                \
    }
LIST_OPTIONS(list, cs_customer_record);
LIST_OPTIONS(role_list, cs_home_role_record);
LIST_OPTIONS(consent_list, cs_consent_record);

static const char *const purposes[] = { "service", "marketing", "survey", "third_party", NULL };
static const char *const grounds[] = { "contract", "law", "consent", NULL };

static const struct cs_option give_options[] = {
    CS_OPT_CHOICE(0, "purpose", struct cs_consent_args, purpose, purposes, N_("what for"),
                  .argument = N_("PURPOSE")),
    CS_OPT_CHOICE(0, "ground", struct cs_consent_args, ground, grounds, N_("on what ground"),
                  .argument = N_("GROUND"), .byname = "consent"),
    CS_OPT_TEXT(0, "channel", struct cs_consent_args, channel, N_("TEXT"), N_("how it was given")),
    CS_OPT_TEXT(0, "text-version", struct cs_consent_args, version, N_("TEXT"),
                N_("version of the text that was shown")),
    CS_OPT_END
};

static const struct cs_option withdraw_options[] = {
    CS_OPT_CHOICE(0, "purpose", struct cs_consent_args, purpose, purposes, N_("what for"),
                  .argument = N_("PURPOSE")),
    CS_OPT_TEXT(0, "channel", struct cs_consent_args, channel, N_("TEXT"), N_("how it was withdrawn")),
    CS_OPT_END
};

/* Which people stand in a list: those merged into another, or erased, are asked for by name. */
static enum cs_status run_list(struct cs_job *job, const void *args)
{
    const struct list_args *list = args;
    bool all = false;
    for (size_t i = 0; i < list->list.filters.count; i++) {
        int field = list->list.filters.items[i].field;
        all = all || field == CS_CUSTOMER_MERGED_INTO || field == CS_CUSTOMER_ERASED_AT ||
              field == CS_CUSTOMER_ID;
    }
    return cs_job_list(job, &cs_customer_view, &list->list, cs_customer_there, all ? 0 : 2, NULL, 0);
}

static enum cs_status run_role_list(struct cs_job *job, const void *args)
{
    const struct list_args *list = args;
    return cs_job_list(job, &cs_home_role_view, &list->list, NULL, 0, NULL, 0);
}

static enum cs_status run_consent_list(struct cs_job *job, const void *args)
{
    const struct list_args *list = args;
    return cs_job_list(job, &cs_consent_view, &list->list, NULL, 0, NULL, 0);
}

/* ---- the table ---- */

static const struct cs_example import_examples[] = {
    { "printf 'external_id,name,phone\\nN1,张三,13800138000\\n' | cs-customer import --source crm --dry-run",
      N_("take one person in") },
    { "cs-customer list --limit 5 --unmask | cs-customer import --dry-run",
      N_("read back what was written") },
    { NULL, NULL },
};
static const struct cs_example list_examples[] = {
    { "cs-customer list --stage settling --limit 5", N_("people who are settling in") },
    { "cs-customer list --kind buyer --fields id,name,homes,cases --limit 5",
      N_("with their homes and cases") },
    { NULL, NULL },
};
static const struct cs_example show_examples[] = {
    { "cs-customer show 1", N_("a person: homes, consents, history") },
    { "cs-customer show 1 -o json", N_("the same for programs") },
    { NULL, NULL },
};
static const struct cs_example find_examples[] = {
    { "cs-customer find 1-1-101 --project P01", N_("the home, its people, its cases") },
    { "cs-customer find 13810000001 -o json || true", N_("who calls from this number") },
    { NULL, NULL },
};
static const struct cs_example history_examples[] = {
    { "cs-customer history 1", N_("what changed about a person") },
    { "cs-customer history 1 --fields at,verb,field -o jsonl", N_("without the values") },
    { NULL, NULL },
};
static const struct cs_example merge_examples[] = {
    { "cs-customer merge --dry-run 1 2", N_("would it work?") },
    { "cs-customer merge --yes 1 2", N_("2 becomes another name of 1") },
    { NULL, NULL },
};
static const struct cs_example give_examples[] = {
    { "cs-customer consent give 1 --purpose survey --channel phone", N_("agreed to surveys on the phone") },
    { "cs-customer consent give 1 --purpose marketing --text-version 2026-01 --at 2026-01-05T10:00",
      N_("written down later") },
    { NULL, NULL },
};
static const struct cs_example withdraw_examples[] = {
    { "cs-customer consent withdraw 1 --purpose marketing", N_("no advertising from now on") },
    { "cs-customer consent withdraw 1 --purpose survey --dry-run", N_("would it work?") },
    { NULL, NULL },
};
static const struct cs_example consent_list_examples[] = {
    { "cs-customer consent list", N_("all that was given and withdrawn") },
    { "cs-customer consent list --purpose marketing --given yes", N_("who ever agreed to advertising") },
    { NULL, NULL },
};
static const struct cs_example role_import_examples[] = {
    { "cs-customer role list --limit 5 | cs-customer role import --dry-run",
      N_("read back what was written") },
    { "cs-customer role list --limit 5 -o jsonl | cs-customer role import --dry-run",
      N_("the same in JSON") },
    { NULL, NULL },
};
static const struct cs_example role_list_examples[] = {
    { "cs-customer role list --limit 5", N_("who is what to which home") },
    { "cs-customer role list --role tenant --count", N_("how many tenants there are") },
    { NULL, NULL },
};

#define TAKES (CS_NEEDS_WRITE | CS_NEEDS_INPUT | CS_CAN_DRY_RUN)
#define READS (CS_NEEDS_READ | CS_NEEDS_OUTPUT)

static const struct cs_command commands[] = {
    { "import", "[FILE...]", N_("read customers"),
      N_("A customer is known by source and external id. What a source gave last time is unchanged at once. "
         "A "
         "masked phone, mail address or identity leaves what is there. The fields home and role add a home."),
      TAKES, sizeof(struct cs_import_args), import_options, &cs_customer_record, NULL, import_examples,
      cs_run_import },
    { "list", "", N_("list customers"),
      N_("Records that were merged into another, and erased people, are left out unless --merged-into, "
         "--erased-at or --id asks for them."),
      READS, sizeof(struct list_args), list_options, NULL, &cs_customer_record, list_examples, run_list },
    { "show", "CUSTOMER", N_("show a person as a page"),
      N_("CUSTOMER is an id, an external id, or source:external-id."), READS, 0, NULL, NULL,
      &cs_customer_record, show_examples, cs_run_show },
    { "find", "PHONE|ROOM|NAME", N_("find homes, people and cases by a phone number, a room or a name"),
      N_("For who answers the phone: a number in any spelling, its last four digits with --project or "
         "--home, a "
         "room in any spelling, a name to the letter. The page shows the home, everybody in it, cases (the "
         "open "
         "ones first) and who repairs in the building."),
      READS, sizeof(struct cs_find_args), cs_find_options, NULL, &cs_found_case_record, find_examples,
      cs_run_find },
    { "history", "CUSTOMER", N_("list what changed about a person"), NULL, READS, 0, NULL, NULL,
      &cs_customer_event_record, history_examples, cs_run_history },
    { "merge", "SURVIVOR OTHER...", N_("make several records of one person one"),
      N_("Homes and consents of the others go to the survivor; fields that it lacks are filled from them. "
         "Their "
         "names stay: a later import of them is an import of the survivor."),
      CS_NEEDS_WRITE | CS_DESTROYS | CS_CAN_DRY_RUN, 0, NULL, NULL, NULL, merge_examples, cs_run_merge },
    { "role import", "[FILE...]", N_("read who is what to which home"), NULL, TAKES, 0, NULL,
      &cs_home_role_record, NULL, role_import_examples, cs_run_role_import },
    { "role list", "", N_("list who is what to which home"), NULL, READS, sizeof(struct list_args),
      role_list_options, NULL, &cs_home_role_record, role_list_examples, run_role_list },
    { "consent give", "CUSTOMER...", N_("write a consent down"),
      N_("The newest word on a purpose counts. Service needs no consent, everything else does."),
      CS_NEEDS_WRITE | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN, sizeof(struct cs_consent_args), give_options, NULL,
      NULL, give_examples, cs_run_consent },
    { "consent withdraw", "CUSTOMER...", N_("write a withdrawal down"), NULL,
      CS_NEEDS_WRITE | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN, sizeof(struct cs_consent_args), withdraw_options,
      NULL, NULL, withdraw_examples, cs_run_consent },
    { "consent list", "", N_("list consents and withdrawals"), NULL, READS, sizeof(struct list_args),
      consent_list_options, NULL, &cs_consent_record, consent_list_examples, run_consent_list },
    { .name = NULL },
};

const struct cs_program cs_program = {
    "cs-customer",
    N_("customers, their homes and their consent"),
    N_("Keeps the people: who they are in which system, what they are to which home, what they consented to, "
       "and "
       "what changed. cs-db forget erases a person."),
    commands,
};
