/** Runs once when a server process starts, before it answers: the background work of this process. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || !process.env.DATABASE_URL) return;
  const { startSealer } = await import("@/lib/jobs/sealer");
  await startSealer();
  const { startLive } = await import("@/lib/live/feed");
  void startLive();
  const { startReuseSettler } = await import("@/lib/jobs/settle-reuse");
  startReuseSettler();
  const { startStandings } = await import("@/lib/jobs/standings");
  await startStandings();
  const { startAgreement } = await import("@/lib/jobs/agreement");
  startAgreement();
  const { startLeaseSweeper } = await import("@/lib/jobs/leases");
  startLeaseSweeper();
  const { startOutcomeBackfill } = await import("@/lib/jobs/outcomes");
  startOutcomeBackfill();
  const { startPassages } = await import("@/lib/jobs/passages");
  startPassages();
  const { startReleases } = await import("@/lib/jobs/releases");
  startReleases();
  const { startReleaseSweeper } = await import("@/lib/jobs/sweep-releases");
  startReleaseSweeper();
  const { startAnswerSweeper } = await import("@/lib/jobs/answers");
  startAnswerSweeper();
  const { startTrials } = await import("@/lib/jobs/trials");
  startTrials();
}
