import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "tests",
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 30_000 },
  reporter: "list",
  use: {
    // The system's own; without it, the one of `npx playwright install chromium`.
    launchOptions: { executablePath: process.env.EVENTPIT_TEST_CHROMIUM, args: ["--no-sandbox"] },
  },
});
