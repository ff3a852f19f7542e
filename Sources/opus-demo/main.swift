import OpusDemo

await runDemo()
