"""The names of what a saved model may be built of: Keras' own parts that only compute.

They come from the public classes of Keras 3.15 in keras.layers, keras.initializers,
keras.regularizers, keras.constraints, keras.dtype_policies and keras.quantizers, and
from the classes of operations in keras/src/ops (https://keras.io/api/). What isn't here
can't be in a model that is graded. Left out are the abstract classes; the layers that
run code or files which a model brings along (`CODE`); and the operations that take a
function, such as Map, Scan and WhileLoop. When Keras gets a new layer,
tests/exam/grading/test_allowed_names.py asks to put its name here or there.
"""

from __future__ import annotations

CODE = frozenset({"FlaxLayer", "JaxLayer", "Lambda", "TFSMLayer", "TorchModuleWrapper"})
"""Layers of Keras that run code, or files, which the model brings along."""
ABSTRACT = frozenset({"Input", "InputSpec", "Layer", "Wrapper"})
"""Public names of keras.layers that no saved model holds."""

_CLASSES = {
    "keras": "DTypePolicy FloatDTypePolicy Functional Sequential",
    "keras.models": "Functional Sequential",
    "keras.src.models.functional": "Functional",
    "keras.src.models.sequential": "Sequential",
    "keras.layers": """
Activation ActivityRegularization AdaptiveAveragePooling1D AdaptiveAveragePooling2D
AdaptiveAveragePooling3D AdaptiveMaxPooling1D AdaptiveMaxPooling2D
AdaptiveMaxPooling3D Add AdditiveAttention AlphaDropout Attention AugMix AutoContrast
Average AveragePooling1D AveragePooling2D AveragePooling3D AvgPool1D AvgPool2D
AvgPool3D BatchNormalization Bidirectional CategoryEncoding CenterCrop Concatenate
ContrastLimitedAdaptiveHistogramEqualization Conv1D Conv1DTranspose Conv2D
Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM1D ConvLSTM2D ConvLSTM3D Convolution1D
Convolution1DTranspose Convolution2D Convolution2DTranspose Convolution3D
Convolution3DTranspose Cropping1D Cropping2D Cropping3D CutMix Dense DepthwiseConv1D
DepthwiseConv2D Discretization Dot Dropout ELU EinsumDense Embedding Equalization
Flatten GRU GRUCell GaussianDropout GaussianNoise GlobalAveragePooling1D
GlobalAveragePooling2D GlobalAveragePooling3D GlobalAvgPool1D GlobalAvgPool2D
GlobalAvgPool3D GlobalMaxPool1D GlobalMaxPool2D GlobalMaxPool3D GlobalMaxPooling1D
GlobalMaxPooling2D GlobalMaxPooling3D GroupNormalization GroupQueryAttention
HashedCrossing Hashing Identity InputLayer IntegerLookup LSTM LSTMCell
LayerNormalization LeakyReLU Masking MaxNumBoundingBoxes MaxPool1D MaxPool2D MaxPool3D
MaxPooling1D MaxPooling2D MaxPooling3D Maximum MelSpectrogram Minimum MixUp
MultiHeadAttention Multiply Normalization PReLU Permute Pipeline RMSNormalization RNN
RandAugment RandomBrightness RandomColorDegeneration RandomColorJitter RandomContrast
RandomCrop RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur
RandomGrayscale RandomHue RandomInvert RandomPerspective RandomPosterization
RandomRotation RandomSaturation RandomSharpness RandomShear RandomTranslation
RandomZoom ReLU RepeatVector Rescaling Reshape Resizing ReversibleEmbedding
STFTSpectrogram SeparableConv1D SeparableConv2D SeparableConvolution1D
SeparableConvolution2D SimpleRNN SimpleRNNCell Softmax Solarization SpatialDropout1D
SpatialDropout2D SpatialDropout3D SpectralNormalization StackedRNNCells StringLookup
Subtract TextVectorization TimeDistributed UnitNormalization UpSampling1D UpSampling2D
UpSampling3D ZeroPadding1D ZeroPadding2D ZeroPadding3D
""",
    "keras.initializers": """
Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity IdentityInitializer
LecunNormal LecunUniform Ones Orthogonal OrthogonalInitializer RandomNormal
RandomUniform STFT STFTInitializer TruncatedNormal VarianceScaling Zeros
""",
    "keras.regularizers": "L1 L1L2 L2 OrthogonalRegularizer",
    "keras.constraints": "MaxNorm MinMaxNorm NonNeg UnitNorm",
    "keras.dtype_policies": """
AWQDTypePolicy DTypePolicy DTypePolicyMap FloatDTypePolicy GPTQDTypePolicy
Int4DTypePolicy QuantizedDTypePolicy QuantizedFloat8DTypePolicy
""",
    "keras.quantizers": """
AWQConfig AbsMaxQuantizer Float8QuantizationConfig GPTQConfig Int4QuantizationConfig
Int8QuantizationConfig
""",
    "keras.src.ops.core": """
Cast ConvertToTensor SaturateCast Scatter ScatterUpdate Slice SliceUpdate StopGradient
Unstack
""",
    "keras.src.ops.einops": "Rearrange",
    "keras.src.ops.image": """
AffineTransform CropImages ElasticTransform ExtractPatches GaussianBlur HSVToRGB
MapCoordinates PadImages PerspectiveTransform RGBToGrayscale RGBToHSV Resize SSIM
ScaleAndTranslate SobelEdges
""",
    "keras.src.ops.linalg": """
Cholesky CholeskyInverse Det Eig Eigh Inv Lstsq LuFactor MatrixRank Norm Pinv Qr SVD
Solve SolveTriangular
""",
    "keras.src.ops.math": """
CDist Erf Erfc Erfinv ExtractSequences FFT FFT2 IFFT2 IRFFT ISTFT InTopK Logdet
Logsumexp RFFT Rsqrt STFT SegmentMax SegmentMin SegmentProd SegmentSum TopK
ViewAsComplex ViewAsReal
""",
    "keras.src.ops.nn": """
AdaptiveAveragePool AdaptiveMaxPool AveragePool BatchNorm BinaryCrossentropy CTCDecode
CTCLoss CategoricalCrossentropy Celu Conv ConvTranspose DepthToSpace DepthwiseConv
DotProductAttention Elu Fold Gelu Glu HardShrink HardSigmoid HardSilu HardTanh
LayerNorm LeakyRelu LogSigmoid LogSoftmax MaxPool Moments MultiHot Normalize OneHot
PSNR Polar RMSNorm Relu Relu6 Selu SeparableConv Sigmoid Silu SoftShrink Softmax
Softplus Softsign SpaceToDepth SparseCategoricalCrossentropy SparsePlus SparseSigmoid
Sparsemax Squareplus TanhShrink Threshold Unfold
""",
    "keras.src.ops.numpy": """
Abs Absolute Add All AllClose Amax Amin Angle Any Append Arange Arccos Arccosh Arcsin
Arcsinh Arctan Arctan2 Arctanh Argmax Argmin Argpartition Argsort Array ArraySplit
Average Bincount BitwiseAnd BitwiseInvert BitwiseLeftShift BitwiseNot BitwiseOr
BitwiseRightShift BitwiseXor BroadcastTo Cbrt Ceil Clip Concatenate Conj Conjugate
Copy Corrcoef Correlate Cos Cosh CountNonzero Cross Cumprod Cumsum Deg2rad Diag
Diagflat Diagonal Diff Digitize Divide DivideNoNan Dot Dsplit Dstack Einsum EmptyLike
Equal Exp Exp2 ExpandDims Expm1 Fabs Flip Fliplr Flipud Floor FloorDivide Fmax Fmin
Fmod Full FullLike Gcd Geomspace GetItem Greater GreaterEqual Heaviside Histogram
Hsplit Hstack Hypot I0 Imag Inner IsIn Isclose Isfinite Isinf Isnan Isneginf Isposinf
Isreal Kron Lcm Ldexp LeftShift Less LessEqual Linspace Log Log10 Log1p Log2 Logaddexp
Logaddexp2 LogicalAnd LogicalNot LogicalOr LogicalXor Logspace Matmul Max Maximum Mean
Median Meshgrid Min Minimum Mod Moveaxis Multiply NanToNum Nanargmax Nanargmin
Nancumprod Nancumsum Nanmax Nanmean Nanmedian Nanmin Nanpercentile Nanprod Nanquantile
Nanstd Nansum Nanvar Ndim Negative Nextafter Nonzero NotEqual OnesLike Outer Pad
Percentile Power Prod Ptp Quantile Rad2deg Ravel Real Reciprocal Repeat Reshape
RightShift Roll Rot90 Round SearchSorted Select Sign Signbit Sin Sinc Sinh Size
Slogdet Sort Split Sqrt Square Squeeze Stack Std Subtract Sum Swapaxes Take
TakeAlongAxis Tan Tanh Tensordot Tile Trace Transpose Trapezoid Tril Triu TrueDivide
Trunc Unique UnravelIndex Vander Var Vdot View Vsplit Vstack Where ZerosLike
""",
}
CLASSES = {module: frozenset(names.split()) for module, names in _CLASSES.items()}
"""The classes by the module that a file names."""
_ACTIVATIONS = """
celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh
leaky_relu linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink
softmax softplus softsign sparse_plus sparse_sigmoid sparsemax squareplus swish tanh
tanh_shrink
"""
"""All functions of keras.activations of one array."""
ACTIVATIONS = frozenset(_ACTIVATIONS.split())
_OPS = """
abs absolute arccos arccosh arcsin arcsinh arctan arctanh cbrt ceil cos cosh erf erfc
erfinv exp exp2 expm1 floor log log10 log1p log2 negative reciprocal round rsqrt sigmoid
sign sin sinc sinh sqrt square tan trunc
"""
"""Functions of keras.ops from one array to another of the same shape."""
_TENSORFLOWS = {
    "acos": "arccos",
    "acosh": "arccosh",
    "asin": "arcsin",
    "asinh": "arcsinh",
    "atan": "arctan",
    "atanh": "arctanh",
    "neg": "negative",
}
"""TensorFlow's names of the same."""
FUNCTIONS = {
    **{name: f"keras.ops.{name}" for name in _OPS.split()},
    **{name: f"keras.ops.{own}" for name, own in _TENSORFLOWS.items()},
    **{name: f"keras.activations.{name}" for name in ACTIVATIONS},
    "identity": "keras.activations.linear",
    "log_softmax_v2": "keras.activations.log_softmax",
    "softmax_v2": "keras.activations.softmax",
    "swish": "keras.activations.silu",
    "hard_swish": "keras.activations.hard_silu",
}
"""The functions that a model may name, by the name that a file gives them.

A file rarely tells whose they are: keras.ops.sin, tf.sin and tf.math.sin are all `sin`.
"""
