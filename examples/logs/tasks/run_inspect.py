"""Inspect's own command line, with the scripted models as the provider "scripted".

Usage: python3 tasks/run_inspect.py eval tasks/inspect_tasks.py@reading --model scripted/model_a ...
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import scripted
from inspect_ai._cli.main import main
from inspect_ai.model import GenerateConfig, ModelAPI, ModelOutput, ModelUsage, modelapi


@modelapi(name="scripted")
class Scripted(ModelAPI):
    """model_a and model_b."""

    def __init__(self, model_name, base_url=None, api_key=None, config=GenerateConfig(), **model_args):
        super().__init__(model_name, base_url, api_key, [], config)

    async def generate(self, input, tools, tool_choice, config):
        prompt = input[-1].text
        it = scripted.find(prompt)
        if it["task"] == "sums":
            text = scripted.write_sum(self.model_name, it, config.seed or 1)
        else:
            text = scripted.write_choice(self.model_name, it)
        output = ModelOutput.from_content(self.model_name, text)
        words_in, words_out = len(prompt.split()), len(text.split())
        output.usage = ModelUsage(input_tokens=words_in, output_tokens=words_out,
                                  total_tokens=words_in + words_out)
        return output


if __name__ == "__main__":
    main()
