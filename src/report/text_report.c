#include "report/report.h"

#include "report/text_sections.h"

/*
 * Short when well, long when ill: a healthy run needs no proof of each step,
 * the table says it all.
 */
void
text_report_write(const struct run *run, const struct diagnosis *diagnosis,
                  struct buffer *out)
{
    text_machine_write_simulation(run, out);
    text_findings_write_verdict(run, diagnosis, out);
    if (run->cancelled && diagnosis->outcome != VERDICT_INCONCLUSIVE)
        buffer_append_text(out,
                           "\nSomething of this run was stopped before its "
                           "end; what had not ended is not judged.\n");
    if (diagnosis->outcome != VERDICT_HEALTHY) {
        text_targets_write(run, out);
        text_hops_write(run, out);
    }
    text_table_write(run, out);
    text_findings_write_others(run, diagnosis, out);
    text_findings_write_requests(run, diagnosis, out);
    text_files_write(run, out);
    text_machine_write(run, out);
    text_notes_write(run, out);
}
