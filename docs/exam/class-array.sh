#!/bin/sh
#SBATCH --array=1-20
#SBATCH --cpus-per-task=4
#SBATCH --mem=16G
tfprep exam grade collected --form 2 --seed 20261 --results results \
  --shard "$SLURM_ARRAY_TASK_ID/20" --csv "part-$SLURM_ARRAY_TASK_ID.csv"
