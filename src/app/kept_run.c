#include "app/kept_run.h"

#include "diagnosis/diagnosis.h"
#include "transcript/run_store.h"

bool
kept_run_is_there(const struct transcript *transcript)
{
    return transcript->run != NULL || transcript->seen != NULL;
}

bool
kept_run_load(const struct transcript *transcript,
              const struct definitions *definitions, struct run *run,
              struct diagnosis *diagnosis, struct error *error)
{
    if (transcript->run != NULL)
        return run_load(transcript->run, definitions, run, diagnosis, error);
    if (!run_load(transcript->seen, definitions, run, NULL, error))
        return false;
    run_end_early(run);
    *diagnosis = *diagnosis_conclude(run, &run->arena);
    return true;
}
