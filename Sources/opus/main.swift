import OpusCLI

await runOpus()
