"""The API that programs made for OpenAI's already speak: `/v1/chat/completions` and `/v1/models`.

```
ChatIn ─▶ parameters.refuse ─▶ asked.question_of ─▶ Assistant.stream ─▶ answered.told ─▶ ChatOut, or chunks
```

Whatever goes wrong is told in OpenAI's own shape (`failures`), which its clients turn into their exceptions.

May not enter: fields of OpenAI's that would be read and not honoured: they are refused by name.
"""

from __future__ import annotations

from assistant.api.openai.failures import openai_error
from assistant.api.openai.routes import openai_router

__all__ = ["openai_error", "openai_router"]
