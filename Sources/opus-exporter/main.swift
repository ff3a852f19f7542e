import OpusExporter

await runExporter()
