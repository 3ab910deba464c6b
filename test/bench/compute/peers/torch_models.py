"""The benchmark's models in PyTorch, with weights in TensorFlow's layout read into its own."""

import torch
import torch.nn.functional as F
from torch import nn


class Weights:
    """Hands out the task's arrays in order, in PyTorch's layout."""

    def __init__(self, arrays):
        self.arrays = list(arrays)

    def next(self):
        return torch.from_numpy(self.arrays.pop(0).copy())

    def dense(self, layer):
        layer.weight.data = self.next().T.contiguous()
        if layer.bias is not None:
            layer.bias.data = self.next()

    def conv(self, layer):
        layer.weight.data = self.next().permute(3, 2, 0, 1).contiguous()
        if layer.bias is not None:
            layer.bias.data = self.next()

    def depthwise(self, layer):
        layer.weight.data = self.next().permute(2, 3, 0, 1).contiguous()

    def norm(self, layer):
        layer.weight.data = self.next()
        layer.bias.data = self.next()

    def batch_norm(self, layer):
        self.norm(layer)
        layer.running_mean.data = self.next()
        layer.running_var.data = self.next()


class MLP(nn.Module):
    def __init__(self, config, weights):
        super().__init__()
        sizes = [config["inputs"], *config["hidden"], config["classes"]]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        for layer in self.layers:
            weights.dense(layer)

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = F.relu(layer(x))
        return self.layers[-1](x)


class CNN(nn.Module):
    def __init__(self, config, weights):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3)
        self.conv2 = nn.Conv2d(16, 32, 3)
        self.dense1 = nn.Linear(32 * 5 * 5, 64)
        self.dense2 = nn.Linear(64, config["classes"])
        weights.conv(self.conv1)
        weights.conv(self.conv2)
        weights.dense(self.dense1)
        weights.dense(self.dense2)
        # TensorFlow flattens height, width, channels; PyTorch channels, height, width.
        w = self.dense1.weight.data.reshape(64, 5, 5, 32)
        self.dense1.weight.data = w.permute(0, 3, 1, 2).reshape(64, -1).contiguous()

    def forward(self, x):
        x = x.permute(0, 3, 1, 2)  # one channel: a view
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = F.relu(self.dense1(x.flatten(1)))
        return self.dense2(x)


class LSTMClassifier(nn.Module):
    def __init__(self, config, weights):
        super().__init__()
        self.embedding = nn.Embedding(config["vocabSize"], config["embedding"])
        self.embedding.weight.data = weights.next()
        self.lstm = nn.LSTM(config["embedding"], config["units"], batch_first=True)
        self.lstm.weight_ih_l0.data = weights.next().T.contiguous()
        self.lstm.weight_hh_l0.data = weights.next().T.contiguous()
        self.lstm.bias_ih_l0.data = weights.next()
        # One bias, as Keras has it: with two, Adam would move the sum twice as far.
        self.lstm.bias_hh_l0.data.zero_()
        self.lstm.bias_hh_l0.requires_grad_(False)
        self.dense = nn.Linear(config["units"], config["classes"])
        weights.dense(self.dense)

    def forward(self, x):
        _, (h, _) = self.lstm(self.embedding(x))
        return self.dense(h[-1])


class Block(nn.Module):
    def __init__(self, width, heads, weights, causal=True):
        super().__init__()
        self.heads, self.causal = heads, causal
        self.ln1 = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)
        self.ln2 = nn.LayerNorm(width)
        self.fc = nn.Linear(width, 4 * width)
        self.out = nn.Linear(4 * width, width)
        weights.norm(self.ln1)
        weights.dense(self.qkv)
        weights.dense(self.proj)
        weights.norm(self.ln2)
        weights.dense(self.fc)
        weights.dense(self.out)

    def attend(self, x, cache):
        B, T, D = x.shape
        q, k, v = self.qkv(x).split(D, 2)
        q, k, v = (t.view(B, T, self.heads, D // self.heads).transpose(1, 2) for t in (q, k, v))
        if cache is not None:
            if "k" in cache:
                k = torch.cat([cache["k"], k], 2)
                v = torch.cat([cache["v"], v], 2)
            cache["k"], cache["v"] = k, v
        y = F.scaled_dot_product_attention(q, k, v, is_causal=self.causal and T > 1)
        return self.proj(y.transpose(1, 2).reshape(B, T, D))

    def forward(self, x, cache=None):
        x = x + self.attend(self.ln1(x), cache)
        return x + self.out(F.gelu(self.fc(self.ln2(x)), approximate="tanh"))


class GPT(nn.Module):
    def __init__(self, config, weights):
        super().__init__()
        width, heads = config["width"], config["heads"]
        self.wte = nn.Embedding(config["vocabSize"], width)
        self.wpe = nn.Embedding(config["context"], width)
        self.wte.weight.data = weights.next()
        self.wpe.weight.data = weights.next()
        self.blocks = nn.ModuleList(Block(width, heads, weights) for _ in range(config["layers"]))
        self.lnf = nn.LayerNorm(width)
        weights.norm(self.lnf)
        self.head = nn.Linear(width, config["vocabSize"], bias=False)
        if config["tied"]:
            self.head.weight = self.wte.weight
        else:
            weights.dense(self.head)
        for norm in self.modules():
            if isinstance(norm, nn.LayerNorm):
                norm.eps = config["epsilon"]

    def forward(self, tokens, caches=None, position=0):
        T = tokens.shape[1]
        x = self.wte(tokens) + self.wpe.weight[position : position + T]
        for index, block in enumerate(self.blocks):
            x = block(x, None if caches is None else caches[index])
        return self.head(self.lnf(x))


class Basic(nn.Module):
    def __init__(self, inputs, outputs, stride, weights):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.shortcut = None
        weights.conv(self.conv1)
        weights.batch_norm(self.bn1)
        weights.conv(self.conv2)
        weights.batch_norm(self.bn2)
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Conv2d(inputs, outputs, 1, stride, bias=False)
            self.shortcut_bn = nn.BatchNorm2d(outputs)
            weights.conv(self.shortcut)
            weights.batch_norm(self.shortcut_bn)

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        if self.shortcut is not None:
            x = self.shortcut_bn(self.shortcut(x))
        return F.relu(x + y)


class ResNet18(nn.Module):
    def __init__(self, config, weights):
        super().__init__()
        self.conv = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn = nn.BatchNorm2d(64)
        weights.conv(self.conv)
        weights.batch_norm(self.bn)
        blocks, inputs = [], 64
        for outputs, stride in ((64, 1), (128, 2), (256, 2), (512, 2)):
            blocks += [Basic(inputs, outputs, stride, weights), Basic(outputs, outputs, 1, weights)]
            inputs = outputs
        self.blocks = nn.Sequential(*blocks)
        self.dense = nn.Linear(512, config["classes"])
        weights.dense(self.dense)
        for norm in self.modules():
            if isinstance(norm, nn.BatchNorm2d):
                norm.eps = config["epsilon"]

    def forward(self, x):
        x = x.permute(0, 3, 1, 2)  # a view: the memory stays channels-last
        x = F.max_pool2d(F.relu(self.bn(self.conv(x))), 3, 2, 1)
        return self.dense(self.blocks(x).mean((2, 3)))


class Separable(nn.Module):
    def __init__(self, inputs, outputs, stride, weights):
        super().__init__()
        self.stride = stride
        # TensorFlow pads an even size for stride 2 at the end alone.
        self.depthwise = nn.Conv2d(
            inputs, inputs, 3, stride, 1 if stride == 1 else 0, groups=inputs, bias=False
        )
        self.bn1 = nn.BatchNorm2d(inputs)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        weights.depthwise(self.depthwise)
        weights.batch_norm(self.bn1)
        weights.conv(self.pointwise)
        weights.batch_norm(self.bn2)

    def forward(self, x):
        if self.stride == 2:
            x = F.pad(x, (0, 1, 0, 1))
        x = F.relu(self.bn1(self.depthwise(x)))
        return F.relu(self.bn2(self.pointwise(x)))


class MobileNet(nn.Module):
    def __init__(self, config, weights):
        super().__init__()
        self.stem = nn.Conv2d(3, 32, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(32)
        weights.conv(self.stem)
        weights.batch_norm(self.bn)
        blocks, inputs = [], 32
        for outputs, stride in ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1)):
            blocks.append(Separable(inputs, outputs, stride, weights))
            inputs = outputs
        self.blocks = nn.Sequential(*blocks)
        self.dense = nn.Linear(inputs, config["classes"])
        weights.dense(self.dense)
        for norm in self.modules():
            if isinstance(norm, nn.BatchNorm2d):
                norm.eps = config["epsilon"]

    def forward(self, x):
        x = x.permute(0, 3, 1, 2)  # a view: the memory stays channels-last
        x = F.relu(self.bn(self.stem(x)))
        return self.dense(self.blocks(x).mean((2, 3)))


class ViT(nn.Module):
    def __init__(self, config, weights):
        super().__init__()
        width, patch = config["width"], config["patchSize"]
        self.patches = nn.Conv2d(config["image"][2], width, patch, patch)
        weights.conv(self.patches)
        self.token = nn.Parameter(weights.next())
        self.positions = nn.Parameter(weights.next())
        self.blocks = nn.ModuleList(
            Block(width, config["heads"], weights, causal=False) for _ in range(config["layers"])
        )
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, config["classes"])
        weights.norm(self.norm)
        weights.dense(self.head)
        for norm in self.modules():
            if isinstance(norm, nn.LayerNorm):
                norm.eps = config["epsilon"]

    def forward(self, x):
        x = self.patches(x.permute(0, 3, 1, 2)).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x[:, 0]))


class UNet(nn.Module):
    def __init__(self, config, weights):
        super().__init__()
        filters, depth = config["filters"], config["depth"]

        def conv(inputs, outputs, size=3):
            layer = nn.Conv2d(inputs, outputs, size, padding=size // 2)
            weights.conv(layer)
            return layer

        def pair(inputs, outputs):
            first = conv(inputs, outputs)
            return nn.ModuleList([first, conv(outputs, outputs)])

        sizes = [filters * 2**level for level in range(depth + 1)]
        self.down = nn.ModuleList(
            pair(inputs, outputs) for inputs, outputs in zip([config["image"][2], *sizes], sizes)
        )
        self.up, self.joined = nn.ModuleList(), nn.ModuleList()
        for inputs, outputs in zip(reversed(sizes), reversed(sizes[:-1])):
            up = nn.ConvTranspose2d(inputs, outputs, 2, 2)
            weights.conv(up)  # TensorFlow's is height, width, outputs, inputs
            self.up.append(up)
            self.joined.append(pair(2 * outputs, outputs))
        self.last = conv(filters, config["classes"], 1)

    def forward(self, x):
        x = x.permute(0, 3, 1, 2)
        skips = []
        for first, second in self.down:
            if skips:
                x = F.max_pool2d(x, 2)
            x = F.relu(second(F.relu(first(x))))
            skips.append(x)
        for up, (first, second), skip in zip(self.up, self.joined, reversed(skips[:-1])):
            x = torch.cat([skip, up(x)], 1)
            x = F.relu(second(F.relu(first(x))))
        return self.last(x).permute(0, 2, 3, 1)


MODELS = {
    "mlp": MLP,
    "cnn": CNN,
    "lstm": LSTMClassifier,
    "gpt": GPT,
    "gpt2": GPT,
    "resnet18": ResNet18,
    "mobilenet": MobileNet,
    "vit": ViT,
    "unet": UNet,
}


def loss(logits, y, config):
    ignored = 0 if config.get("padded") else -100
    return F.cross_entropy(logits.flatten(0, -2), y.flatten().long(), ignore_index=ignored)


def decayed(model):
    """AdamW's groups: matrices decay, biases and norms do not."""
    matrices = [p for p in model.parameters() if p.dim() >= 2]
    others = [p for p in model.parameters() if p.dim() < 2]
    return matrices, others


def optimizer_of(model, config):
    rate = config["learningRate"]
    if config["optimizer"] == "adam":
        trained = [p for p in model.parameters() if p.requires_grad]
        return torch.optim.Adam(trained, rate, eps=1e-7, fused=True)
    if config["optimizer"] == "momentum":
        return torch.optim.SGD(model.parameters(), rate, momentum=0.9, fused=True)
    matrices, others = decayed(model)
    groups = [
        {"params": matrices, "weight_decay": config["weightDecay"]},
        {"params": others, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, rate, eps=1e-8, fused=True)


def generate(model, prompt, count, cached):
    """Greedy decoding; the sampled tokens are read one by one, as a caller would."""
    context = model.wpe.weight.shape[0]
    tokens = list(prompt)
    caches = [{} for _ in model.blocks] if cached else None
    logits = None
    with torch.inference_mode():
        if cached:
            logits = model(torch.tensor([tokens]), caches)
        for _ in range(count):
            if not cached:
                logits = model(torch.tensor([tokens[-context:]]))
            token = int(logits[0, -1].argmax())
            tokens.append(token)
            if cached:
                logits = model(torch.tensor([[token]]), caches, len(tokens) - 1)
    return tokens


