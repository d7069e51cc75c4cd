#ifndef TESTS_REPORT_RUNS_H
#define TESTS_REPORT_RUNS_H

#include "../diagnosis/run_builder.h"

/* The runs that are reported about, with the words to do it in. */
struct report_run {
    const char *name; /* of its golden file, without ".txt" */
    void (*build)(struct run_builder *builder);
};

extern const struct report_run report_runs[];
extern const size_t report_run_count;

/* Builds one and adds the words. */
void report_run_build(const struct report_run *which,
                      struct run_builder *builder);

#endif
