import OpusServer
