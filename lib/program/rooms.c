/*
 * The one list of all rooms: cs-db check and the tests walk it, so that nothing is forgotten. To add a room:
 * its statements, its views and its records, here.
 *
 * Nothing else of lib/program may include this: a binary that names rooms links them all.
 */
#include "program/rooms.h"

#include "calendar/calendar.h"
#include "customer/customer.h"
#include "customer/find.h"
#include "escalation/escalation.h"
#include "notify/notify.h"
#include "org/org.h"
#include "program/program.h"
#include "report/figure.h"
#include "ticket/desk.h"
#include "ticket/mend.h"
#include "ticket/outside.h"
#include "ticket/ticket.h"

const struct cs_statements *const cs_all_statements[] = {
    &cs_audit_statements,  &cs_calendar_statements, &cs_customer_statements, &cs_escalation_statements,
    &cs_figure_statements, &cs_notify_statements,   &cs_org_statements,      &cs_ticket_statements,
    &cs_loop_statements,   &cs_replay_statements,   &cs_batch_statements, &cs_find_statements,    &cs_outside_statements,
    &cs_desk_statements,   &cs_function_statements, &cs_suspect_statements,  NULL,
};

const struct cs_view *const cs_all_views[] = {
    &cs_calendar_view,
    &cs_org_views[CS_ORG_UNIT],
    &cs_org_views[CS_ORG_BATCH],
    &cs_org_views[CS_ORG_BUILDING],
    &cs_org_views[CS_ORG_HOME],
    &cs_org_views[CS_ORG_ALIAS],
    &cs_org_views[CS_ORG_MILESTONE],
    &cs_org_views[CS_ORG_STAFF],
    &cs_org_views[CS_ORG_POST],
    &cs_org_views[CS_ORG_ABSENCE],
    &cs_org_views[CS_ORG_DUTY],
    &cs_function_view,
    &cs_org_views[CS_ORG_WEATHER],
    &cs_customer_view,
    &cs_home_role_view,
    &cs_consent_view,
    &cs_customer_event_view,
    &cs_ticket_view,
    &cs_fault_view,
    &cs_work_order_view,
    &cs_event_view,
    &cs_contact_view,
    &cs_callback_view,
    &cs_backdated_view,
    &cs_settlement_view,
    &cs_appointment_view,
    &cs_approval_view,
    &cs_hold_view,
    &cs_hold_reason_view,
    &cs_path_view,
    &cs_attachment_view,
    &cs_share_view,
    &cs_reference_view,
    &cs_group_view,
    &cs_child_view,
    &cs_link_view,
    &cs_matter_view,
    &cs_timeline_view,
    &cs_party_view,
    &cs_batch_view,
    &cs_found_home_view,
    &cs_found_person_view,
    &cs_found_nobody_view,
    &cs_found_case_view,
    &cs_outside_order_view,
    &cs_extension_view,
    &cs_target_view,
    &cs_rung_view,
    &cs_escalation_view,
    &cs_clock_view,
    &cs_message_view,
    &cs_frozen_figure_view,
    &cs_figure_target_view,
    NULL,
};

const struct cs_record *const cs_all_records[] = {
    &cs_explain_record,
    &cs_calendar_record,
    &cs_calendar_line_record,
    &cs_calendar_sum_record,
    &cs_calendar_answer_record,
    &cs_org_unit_record,
    &cs_org_batch_record,
    &cs_org_building_record,
    &cs_org_home_record,
    &cs_org_alias_record,
    &cs_org_milestone_record,
    &cs_org_staff_record,
    &cs_org_post_record,
    &cs_org_absence_record,
    &cs_org_duty_record,
    &cs_org_resolve_record,
    &cs_ticket_record,
    &cs_fault_record,
    &cs_work_order_record,
    &cs_event_record,
    &cs_contact_record,
    &cs_settlement_record,
    &cs_appointment_record,
    &cs_approval_record,
    &cs_hold_record,
    &cs_hold_reason_record,
    &cs_path_record,
    &cs_attachment_record,
    &cs_share_record,
    &cs_group_record,
    &cs_child_record,
    &cs_link_record,
    &cs_matter_record,
    &cs_suspicion_record,
    &cs_mine_record,
    &cs_timeline_record,
    &cs_party_record,
    &cs_outside_order_record,
    &cs_extension_record,
    &cs_reference_record,
    &cs_batch_record, &cs_back_record, &cs_found_home_record, &cs_found_person_record, &cs_found_case_record, &cs_found_supplier_record,
    &cs_target_record,
    &cs_rung_record,
    &cs_escalation_record,
    &cs_forecast_record,
    &cs_clock_record,
    &cs_span_record,
    &cs_explained_rung_record,
    &cs_message_record,
    &cs_digest_record,
    &cs_function_record,
    &cs_customer_record,
    &cs_home_role_record,
    &cs_consent_record,
    &cs_customer_event_record,
    &cs_report_record,
    &cs_report_part_record,
    &cs_frozen_figure_record,
    &cs_figure_target_record,
    &cs_split_record,
    NULL,
};
