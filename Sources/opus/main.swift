import OpusCLI

runOpus()
