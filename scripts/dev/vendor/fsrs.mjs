// What docs/assets/review.js uses of ts-fsrs: the formulas of FSRS, and none of its schedulers.
export { FSRSAlgorithm, Rating } from "ts-fsrs";
