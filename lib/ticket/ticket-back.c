/* A list that a supplier or the inspectors sent back: a row becomes moves at the row's own times. */
#include "ticket/batch.h"
#include "ticket/mend.h"

static const struct cs_choice results[] = {
    { "done", N_("done"), "已完工|完成|已完成|完工|维修完成|处理完成|整改完成" },
    { "open", N_("not done yet"), "未完成|处理中|施工中|维修中|进行中" },
    { "passed", N_("passed"), "验收通过|合格|通过|验收合格|已验收|是" },
    { "failed", N_("not passed"), "验收未通过|不合格|不通过|未通过|验收不通过|验收不合格|返工|需返工|否" },
    { "accepted", N_("accepted"), "已接单|接单" },
    { "refused", N_("refused"), "已拒单|拒单|退单|拒绝|不接" },
    { NULL, NULL, NULL },
};

static const struct cs_field fields[] = {
    { "id", CS_TYPE_INT, CS_KEY, N_("Case"), N_("number of the case in this store"), "工单|本库单号",
      .min = 1 },
    { "source", CS_TYPE_TEXT, 0, N_("Source"), N_("system that the external id belongs to"), "来源系统",
      .max = 100 },
    { "external_id", CS_TYPE_TEXT, CS_KEY, N_("External id"), N_("what a system calls it, or our number"),
      "外部单号|工单号|单号|编号|派单号|维修单号|工单编号|单据编号|报事编号|任务编号|流水号", .max = 200 },
    { "supplier", CS_TYPE_TEXT, 0, N_("Supplier"), N_("whose order it is"),
      "供应商|维修单位|施工单位|责任单位|承修单位", .max = 200 },
    { "fault", CS_TYPE_INT, 0, N_("Fault number"), N_("which fault of the case"), "缺陷序号|故障序号",
      .min = 1, .max = 999 },
    { "accepted_at", CS_TYPE_TIME, 0, N_("Accepted"), N_("when the supplier took it"), "接单时间" },
    { "appointment_at", CS_TYPE_TIME, 0, N_("Appointment"), N_("when the visit is agreed"),
      "预约时间|预约上门时间" },
    { "arrived_at", CS_TYPE_TIME, 0, N_("Arrived"), N_("when somebody was on site"),
      "到场时间|上门时间|进场时间|开工时间" },
    { "done_at", CS_TYPE_TIME, 0, N_("Done"), N_("when the work was reported done"),
      "完工时间|完成时间|整改时间|维修完成时间|整改完成时间|竣工时间" },
    { "verified_at", CS_TYPE_TIME, 0, N_("Verified"), N_("when the work was accepted"),
      "验收时间|销项时间|复验时间" },
    { "result", CS_TYPE_CHOICE, 0, N_("Result"), N_("how it went"),
      "结果|验收结果|维修结果|完成情况|处理状态|状态", results },
    { "note", CS_TYPE_TEXT, CS_PERSONAL, N_("Note"), N_("in words"),
      "备注|说明|处理说明|处理结果|维修内容|维修情况" },
    { "by", CS_TYPE_TEXT, CS_PERSONAL, N_("By whom"), N_("who worked or looked"),
      "经手人|验收人|维修人|师傅|经办人|处理人", .max = 100 },
};
_Static_assert(sizeof fields / sizeof *fields == CS_BACK_FIELDS, "a field has no name or no index");
const struct cs_record cs_back_record = CS_RECORD("back", N_("returned row"), fields);

/* ---- which case ---- */

struct found {
    int64_t id;
    int count;
};

static enum cs_status take_found(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct found *found = context;
    (void)err;
    found->id = out[0].integer;
    found->count++;
    return CS_OK;
}

/* By what a system calls it; a number that no system knows is ours. */
static enum cs_status find_case(struct cs_tickets *t, const struct cs_row *row, int64_t *id,
                                struct cs_error *err)
{
    const struct cs_value *name = &row->values[CS_BACK_EXTERNAL_ID], *source = &row->values[CS_BACK_SOURCE];
    if (row->values[CS_BACK_ID].type == CS_INTEGER) {
        *id = row->values[CS_BACK_ID].integer;
        return CS_OK;
    }
    if (name->type != CS_TEXT)
        return cs_error_set(err, CS_REFUSED, _("external_id: which case is it?"));
    struct found found = { 0, 0 };
    const struct cs_value in[] = { *name, *source };
    enum cs_status status = cs_batch_each(t, BACK_FIND, in, take_found, &found, err);
    if (status != CS_OK)
        return status;
    if (found.count > 1)
        return cs_error_set(err, CS_REFUSED,
                            _("external_id: \"%s\" names several cases; name its source, too"), name->text);
    *id = found.id;
    if (found.count == 0 && cs_ticket_find(t->o.store, name->text, id, err) != CS_OK)
        return CS_REFUSED;
    return CS_OK;
}

/* ---- what is in the store already ---- */

/* Columns of ORDERS_OF_CASE. */
enum {
    ORDER_FAULT = 1,
    ORDER_SUPPLIER,
    ORDER_STATE,
    ORDER_ACCEPTED = 5,
    ORDER_ARRIVED = 7,
    ORDER_DONE,
    ORDER_VERIFIED
};

struct asking {
    const char *supplier, *state; /* NULL: any */
    int64_t fault;                /* 0: any */
    int column;
    int64_t at; /* CS_NO_TIME: the row names no time */
    size_t orders, same;
};

static enum cs_status take_order(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct asking *asking = context;
    (void)err;
    if ((asking->supplier && strcmp(asking->supplier, cs_value_text(&out[ORDER_SUPPLIER])) != 0) ||
        (asking->fault && cs_value_integer(&out[ORDER_FAULT], 0) != asking->fault) ||
        strcmp(cs_value_text(&out[ORDER_STATE]), "cancelled") == 0)
        return CS_OK;
    const struct cs_value *moment = &out[asking->column];
    bool same = moment->type == CS_INTEGER && (asking->at == CS_NO_TIME || moment->integer == asking->at);
    asking->orders++;
    asking->same += same && (!asking->state || strcmp(asking->state, cs_value_text(&out[ORDER_STATE])) == 0);
    return CS_OK;
}

/* Every order that the row speaks of has the moment; where it speaks of all, the log may have the move. */
static enum cs_status is_there(struct cs_tickets *t, int64_t id, const struct cs_move *move, bool timed,
                               bool *there, struct cs_error *err)
{
    bool failed = strcmp(move->outcome, "failed") == 0 || strcmp(move->outcome, "refused") == 0;
    bool verify = strcmp(move->verb, "verify") == 0, accept = strcmp(move->verb, "accept") == 0;
    struct asking asking = {
        .supplier = move->supplier_count ? move->suppliers[0] : NULL,
        .fault = move->fault,
        .state = verify ? "passed" : NULL,
        .at = timed ? move->at : CS_NO_TIME,
        .column = verify                               ? ORDER_VERIFIED
                  : accept                             ? ORDER_ACCEPTED
                  : strcmp(move->outcome, "done") == 0 ? ORDER_DONE
                                                       : ORDER_ARRIVED,
    };
    const struct cs_value key[] = { cs_integer(id) };
    struct cs_value out[1];
    *there = false;
    enum cs_status status = cs_ticket_each(t, ORDERS_OF_CASE, key, take_order, &asking, err);
    if (status != CS_OK)
        return status;
    *there = !failed && asking.orders > 0 && asking.same == asking.orders;
    if (*there || !timed || (!failed && (asking.supplier || asking.fault)))
        return CS_OK;
    const struct cs_value in[] = { cs_integer(id), cs_text(move->verb), cs_text(move->outcome),
                                   cs_integer(move->at) };
    status = cs_batch_get(t, BACK_EVENT, in, out, err);
    *there = status == CS_OK;
    if (status == CS_NONE)
        cs_error_clear(err);
    return status == CS_NONE ? CS_OK : status;
}

/* ---- the moves of a row ---- */

struct telling {
    struct cs_tickets *t;
    const struct cs_row *row;
    struct cs_arena arena; /* of what the moves borrow: the desk's own is emptied by each of them */
    struct cs_move moves[3];
    size_t count;
    int64_t id, otherwise;
    const char *supplier[1];
};

static enum cs_status add(struct telling *telling, const char *verb, const char *outcome, int moment,
                          struct cs_error *err)
{
    const struct cs_value *at = &telling->row->values[moment];
    const struct cs_value *appointment = &telling->row->values[CS_BACK_APPOINTMENT_AT];
    bool timed = at->type == CS_INTEGER, there;
    const struct cs_move move = {
        .verb = verb,
        .outcome = outcome,
        .at = timed ? at->integer : telling->otherwise,
        .suppliers = telling->supplier,
        .supplier_count = telling->supplier[0] != NULL,
        .fault = cs_value_integer(&telling->row->values[CS_BACK_FAULT], 0),
        .appointment_at =
            strcmp(verb, "accept") == 0 ? cs_value_integer(appointment, CS_NO_TIME) : CS_NO_TIME,
        .promised_at = CS_NO_TIME,
        .until = CS_NO_TIME,
        .plan_due_at = CS_NO_TIME,
        .window_until = CS_NO_TIME,
    };
    enum cs_status status = is_there(telling->t, telling->id, &move, timed, &there, err);
    if (status == CS_OK && !there)
        telling->moves[telling->count++] = move;
    return status;
}

static bool has(const struct telling *telling, int field)
{
    return telling->row->values[field].type != CS_NULL;
}

static enum cs_status tell_accept(struct telling *telling, const char *result, struct cs_error *err)
{
    bool refused = strcmp(result, "refused") == 0;
    if (!has(telling, CS_BACK_ACCEPTED_AT) && !refused && strcmp(result, "accepted") != 0)
        return cs_error_set(err, CS_REFUSED,
                            _("neither a time nor a result says that it was accepted or refused"));
    return add(telling, "accept", refused ? "refused" : "", CS_BACK_ACCEPTED_AT, err);
}

static enum cs_status tell_work(struct telling *telling, const char *result, struct cs_error *err)
{
    bool done = has(telling, CS_BACK_DONE_AT) || strcmp(result, "done") == 0;
    enum cs_status status = CS_OK;
    if (strcmp(result, "open") == 0 && has(telling, CS_BACK_DONE_AT))
        return cs_error_set(err, CS_REFUSED, _("result: it is not done, and yet done_at says when it was"));
    if (!done && !has(telling, CS_BACK_ARRIVED_AT) && strcmp(result, "open") != 0)
        return cs_error_set(err, CS_REFUSED, _("neither arrived_at nor done_at says when somebody worked"));
    if (has(telling, CS_BACK_ARRIVED_AT))
        status = add(telling, "work", "", CS_BACK_ARRIVED_AT, err);
    if (status == CS_OK && done)
        status = add(telling, "work", "done", CS_BACK_DONE_AT, err);
    return status;
}

static enum cs_status tell_verify(struct telling *telling, const char *result, struct cs_error *err)
{
    bool failed = strcmp(result, "failed") == 0;
    if (!has(telling, CS_BACK_VERIFIED_AT) && !failed && strcmp(result, "passed") != 0)
        return cs_error_set(err, CS_REFUSED, _("neither a time nor a result says that it was accepted"));
    return add(telling, "verify", failed ? "failed" : "", CS_BACK_VERIFIED_AT, err);
}

/* The order's supplier as orders name it: by the unit's code, else by the words. */
static enum cs_status name_supplier(struct telling *telling, struct cs_error *err)
{
    const struct cs_value *name = &telling->row->values[CS_BACK_SUPPLIER];
    const struct cs_unit *unit = NULL;
    int64_t id = 0;
    telling->supplier[0] = name->type == CS_TEXT ? name->text : NULL;
    if (name->type != CS_TEXT)
        return CS_OK;
    enum cs_status status = cs_ticket_supplier(telling->t, name->text, name->length, &id, err);
    if (status == CS_OK && id)
        status = cs_org_unit(telling->t->o.org, id, &unit, err);
    if (status == CS_OK && unit)
        telling->supplier[0] = unit->code;
    return status;
}

/* What was noted goes with the last move of the row. */
static void put_note(struct telling *telling)
{
    const char *note = cs_value_text(&telling->row->values[CS_BACK_NOTE]);
    const char *by = cs_value_text(&telling->row->values[CS_BACK_BY]);
    if (telling->count == 0 || (!note[0] && !by[0]))
        return;
    telling->moves[telling->count - 1].note =
        !by[0] ? note : cs_arena_printf(&telling->arena, "%s%s%s", by, note[0] ? ": " : "", note);
}

enum cs_status cs_ticket_take_back(struct cs_tickets *t, const char *verb, const struct cs_row *row,
                                   int64_t otherwise, size_t *moved, struct cs_error *err)
{
    struct telling telling = { .t = t, .row = row, .otherwise = otherwise };
    const char *result = cs_value_text(&row->values[CS_BACK_RESULT]);
    *moved = 0;
    enum cs_status status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = find_case(t, row, &telling.id, err);
    if (status == CS_OK)
        status = name_supplier(&telling, err);
    if (status == CS_OK)
        status = strcmp(verb, "accept") == 0 ? tell_accept(&telling, result, err)
                 : strcmp(verb, "work") == 0 ? tell_work(&telling, result, err)
                                             : tell_verify(&telling, result, err);
    put_note(&telling);
    if (status == CS_OK && telling.count > 0)
        status = cs_ticket_moves(t, telling.id, telling.moves, telling.count, err);
    if (status == CS_OK)
        *moved = telling.count;
    cs_arena_release(&telling.arena);
    return status == CS_NONE ? CS_REFUSED : status;
}
