"""Repères as an MCP server: what assistants of other makers may do with the publications, and with a message.

```
stdio: reperes mcp ─┐
HTTP: POST /mcp ────┴▶ server.mcp_server ─▶ tools.TOOLS ─▶ Rooms (assistant, desk, links) ─▶ a text, and its fields
```

Tools only read: nothing is stored, nothing is sent. Only `server`, `http` and `stdio` know the protocol's library.

May not enter: anything that writes, keeps or sends.
"""
