"""From a question to an answer whose every sentence is cited, or to a refusal. Start with `service`."""
