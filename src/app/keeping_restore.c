#include "app/keeping.h"

#include "app/keeping_records.h"
#include "app/kept_run.h"
#include "report/units.h"

/* An answer that the definitions of now do not have is asked again. */
void
keeping_restore_answers(struct keeping *keeping, struct questions *questions)
{
    struct error ignored = { 0 };

    if (keeping == NULL || !keeping->is_resumed)
        return;
    keeping->silent = true;
    for (int i = 0; i < QUESTION_COUNT; i++)
        if (keeping->resumed.answers[i] != NULL)
            (void)!questions_set(questions, (enum guide_question_id)i,
                                 keeping->resumed.answers[i], &ignored);
    keeping->silent = false;
}

bool
keeping_has_run(const struct keeping *keeping)
{
    return keeping != NULL && keeping->is_resumed &&
           kept_run_is_there(&keeping->resumed);
}

bool
keeping_is_cut_off(const struct keeping *keeping)
{
    return keeping_has_run(keeping) && keeping->resumed.run == NULL;
}

bool
keeping_restore_run(struct keeping *keeping, struct session *session,
                    struct error *error)
{
    struct run run = { 0 };
    struct diagnosis diagnosis = { 0 };

    if (!kept_run_load(&keeping->resumed, &session->definitions, &run,
                       &diagnosis, error)) {
        run_release(&run);
        return error_add_context(error, "the run of the transcript");
    }
    session_replace_run(session, &run, &diagnosis);
    keeping->last_run = json_incref(keeping->resumed.run);
    keeping_set_verdict(keeping, session->diagnosis);
    return true;
}

static void
describe_checks(const struct transcript *resumed, struct buffer *out)
{
    if (resumed->run != NULL)
        buffer_append_text(out, "Its checks have ended and are shown as they "
                                "were.");
    else if (resumed->planned)
        buffer_printf(out,
                      "Its checks were cut off after %zu of them had "
                      "ended; %s",
                      resumed->result_count,
                      resumed->seen != NULL
                          ? "these are shown as they were, the others as "
                            "stopped. Step 2 checks everything again."
                          : "they begin anew with the plan.");
    else
        buffer_append_text(out, "Nothing had been checked yet.");
}

void
keeping_describe(const struct keeping *keeping, struct buffer *out)
{
    const struct transcript *resumed;
    struct buffer options = { 0 };

    if (keeping == NULL || !keeping->is_resumed)
        return;
    resumed = &keeping->resumed;
    if (resumed->records == 0) {
        buffer_append_text(out, "This goes on with a session of which "
                                "nothing had been kept yet.");
        return;
    }
    buffer_append_text(out, "This goes on with the session that began at ");
    units_append_time(out, resumed->started);
    buffer_printf(out, ", with the %zu %s that %s kept. ",
                  resumed->answer_count,
                  resumed->answer_count == 1 ? "answer" : "answers",
                  resumed->answer_count == 1 ? "was" : "were");
    describe_checks(resumed, out);
    if (resumed->outcome != NULL)
        buffer_append_text(out, resumed->viewed
                                    ? " Its verdict had been read."
                                    : " Its verdict had not been read yet.");
    if (resumed->torn)
        buffer_append_text(out, " Its last line was torn and is left out.");
    keeping_append_options(keeping, &options);
    if (options.length > 0)
        buffer_printf(out, " %s", buffer_text(&options));
    buffer_release(&options);
}
